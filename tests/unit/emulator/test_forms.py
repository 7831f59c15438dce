import os
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from scormcloud_cli.emulator import forms
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import Emulator


@pytest.fixture
def form(emulator: Emulator) -> TestClient:
    """A client whose forms are read, and told back."""

    async def answer(request: Request) -> JSONResponse:
        try:
            fields, uploaded = await forms.read(request, emulator)
        except Refusal as refusal:
            return JSONResponse({"message": refusal.message}, refusal.status)
        told: dict[str, Any] = {"fields": fields}
        if uploaded is not None:
            told |= {"name": uploaded.name, "path": str(uploaded.path)}
        return JSONResponse(told)

    return TestClient(Starlette(routes=[Route("/", answer, methods=["POST"])]))


def test_a_file_goes_to_the_data_folder(form: TestClient, emulator: Emulator) -> None:
    content = os.urandom(5_000_000)
    told = form.post("/", data={"a": "1"}, files={"file": ("golf.zip", content)}).json()
    assert told["fields"] == [["a", "1"]]
    assert told["name"] == "golf.zip"
    assert Path(told["path"]).parent == emulator.uploads
    assert Path(told["path"]).read_bytes() == content


@pytest.mark.parametrize("part", ["file", "filedata", "whatever"])
def test_the_file_may_be_in_a_part_of_any_name(form: TestClient, part: str) -> None:
    assert form.post("/", files={part: ("golf.zip", b"PK")}).json()["name"] == "golf.zip"


def test_of_several_files_the_first_one_counts(form: TestClient, emulator: Emulator) -> None:
    told = form.post("/", files=[("a", ("1.zip", b"one")), ("b", ("2.zip", b"two"))]).json()
    assert told["name"] == "1.zip"
    assert told["fields"] == []
    assert Path(told["path"]).read_bytes() == b"one"
    assert len(list(emulator.uploads.iterdir())) == 1


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\courses\\été.zip", "été.zip"), ("", "package.zip")],
)
def test_only_the_last_part_of_a_file_name_is_kept(form: TestClient, sent: str, kept: str) -> None:
    body = (
        f'--x\r\nContent-Disposition: form-data; name="file"; filename="{sent}"\r\n\r\n'
        "PK\r\n--x--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert form.post("/", content=body.encode(), headers=headers).json()["name"] == kept


def test_an_urlencoded_form_keeps_its_order_and_blanks(form: TestClient) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    told = form.post("/", content="b=2&a=%C3%A9&b=&c", headers=headers).json()
    assert told == {"fields": [["b", "2"], ["a", "é"], ["b", ""], ["c", ""]]}


def test_no_form_is_an_empty_form(form: TestClient) -> None:
    assert form.post("/").json() == {"fields": []}


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=x"])
def test_a_form_that_is_announced_and_not_sent_is_an_empty_form(
    form: TestClient, emulator: Emulator, kind: str
) -> None:
    assert form.post("/", headers={"Content-Type": kind}).json() == {"fields": []}
    assert list(emulator.uploads.iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", "--x--"),
        ("multipart/form-data; boundary=x", "no part of a form"),
        (
            "multipart/form-data; boundary=x",
            '--x\r\nContent-Disposition: form-data; name="file"; filename="a.zip"\r\n\r\ncut o',
        ),
    ],
)
def test_a_malformed_form_is_refused_and_leaves_no_file(
    form: TestClient, emulator: Emulator, kind: str, body: str
) -> None:
    answer = form.post("/", content=body, headers={"Content-Type": kind})
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("The form is malformed")
    assert list(emulator.uploads.iterdir()) == []


def test_fields_that_are_too_large_are_refused(form: TestClient) -> None:
    huge = "x" * (11 * 1024 * 1024)
    assert form.post("/", data={"a": huge}).status_code == 413
    assert form.post("/", data={"a": huge}, files={"file": ("a.zip", b"PK")}).status_code == 413
