import io
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from scormcloud_cli.emulator.streaming import FileAnswer
from tests.unit.emulator.conftest import TestClient

CONTENT = b"0123456789"


class Kept(io.BytesIO):
    """A file that is never closed, so that a test can look whether it should have been."""

    was_closed = False

    def close(self) -> None:
        self.was_closed = True


def answered(name: str | None = None, **headers: str) -> tuple[Any, Kept]:
    file = Kept(CONTENT)

    async def answer(_request: Request) -> FileAnswer:
        return FileAnswer(file, len(CONTENT), "text/plain", name)

    app = Starlette(routes=[Route("/", answer)])
    with TestClient(app) as client:
        return client.get("/", headers=headers), file


def test_a_file_is_sent_whole_and_closed() -> None:
    answer, file = answered()
    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert answer.headers["content-length"] == "10"
    assert "content-disposition" not in answer.headers
    assert file.was_closed


@pytest.mark.parametrize(
    ("asked", "part"),
    [("bytes=2-4", b"234"), ("bytes=7-", b"789"), ("bytes=-3", b"789"), ("bytes=8-99", b"89")],
)
def test_a_part_is_sent_where_one_is_asked_for(asked: str, part: bytes) -> None:
    answer, _ = answered(range=asked)
    assert (answer.status_code, answer.content) == (206, part)


@pytest.mark.parametrize(
    "asked",
    ["bytes=" + "9" * 5000 + "-", "bytes=-" + "9" * 5000, "bytes=0-1,3-4", "lines=1-2", "bytes=-"],
)
def test_where_a_part_cannot_be_read_the_whole_is_sent(asked: str) -> None:
    answer, _ = answered(range=asked)
    assert (answer.status_code, answer.content) == (200, CONTENT)


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("golf.zip", 'attachment; filename="golf.zip"'),
        ('a"b.zip', "attachment; filename*=utf-8''a%22b.zip"),
        ("é\r\nX: y", "attachment; filename*=utf-8''%C3%A9%0D%0AX%3A%20y"),
    ],
)
def test_a_file_to_save_has_a_name(name: str, header: str) -> None:
    assert answered(name)[0].headers["content-disposition"] == header
