from typing import Any

import pytest

from scormcloud_cli.emulator import access
from scormcloud_cli.emulator.service import APP_ID, Emulator
from tests.unit.emulator.conftest import SAMPLES, Clock, ended


def test_who_brings_no_credentials_is_told_so(anyone: Any) -> None:
    answer = anyone.get("/api/v2/ping")
    text = "Authorization Required."
    assert (answer.status_code, answer.json()) == (401, {"error": text, "message": text})


def test_wrong_credentials_are_refused(client: Any) -> None:
    client.auth = (APP_ID, "wrong")
    answer = client.get("ping")
    assert answer.status_code == 401
    assert answer.json()["message"].startswith("Provided credentials are invalid")


@pytest.mark.parametrize(
    ("verb", "path", "status"),
    [("GET", "nothing", 404), ("POST", "ping", 405), ("GET", "appManagement/applications", 403)],
)
def test_what_is_not_to_be_called_is_refused(
    client: Any, verb: str, path: str, status: int
) -> None:
    answer = client.request(verb, path)
    assert answer.status_code == status
    assert answer.json()["message"]
    assert answer.json()["error"] == answer.json()["message"]


def test_a_path_without_placeholders_goes_before_one_with(client: Any) -> None:
    message = client.get("courses/importJobs/x").json()["message"]
    assert message == "Could not find import job [x]"


@pytest.mark.parametrize(
    ("sent", "message"),
    [(b"", "A JSON body is required"), (b"{", "The body is not JSON"), (b"[]", "")],
)
def test_a_body_that_does_not_fit_is_refused(client: Any, sent: bytes, message: str) -> None:
    answer = client.post("registrations", content=sent)
    assert answer.status_code == 400
    assert answer.json()["message"].startswith(message)


def test_an_id_may_hold_a_slash(client: Any, golf: str) -> None:
    answer = client.get("courses/a%2Fb")
    assert "[a/b]" in answer.json()["message"]


def test_a_token_is_good_for_its_scopes_and_its_time(
    client: Any, emulator: Emulator, clock: Clock
) -> None:
    token = access.give_token(emulator, APP_ID, ["read:course"], 60)
    client.auth = None
    client.headers["Authorization"] = f"Bearer {token}"
    assert client.get("courses").status_code == 200
    assert client.get("registrations").status_code == 403
    clock.forward(seconds=61)
    assert client.get("courses").status_code == 401


def test_a_number_of_thousands_of_digits_is_refused(client: Any, golf: str) -> None:
    assert client.get(f"courses/{golf}/versions/{'9' * 5000}").status_code == 400


@pytest.mark.parametrize(
    ("name", "destination", "status"),
    [
        ("a.js", "a\0b", 400),
        ("a.js", "x" * 5000, 400),
        ("a.js", "../..", 400),
        ("a.js", "é/\u202e", 200),
        ("a." + "x" * 300, ".", 200),
    ],
)
def test_a_destination_is_where_a_zip_has_files_or_is_refused(
    client: Any, golf: str, name: str, destination: str, status: int
) -> None:
    answer = client.post(
        f"courses/{golf}/asset/upload",
        data={"destination": destination},
        files={"file": (name, b"text")},
    )
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize("name", [b"a\0b.zip", b"a." + b"x" * 300, b"a.\0", b"\xff.zip", b"a./.."])
def test_a_package_is_imported_whatever_its_file_was_called(client: Any, name: bytes) -> None:
    package = (SAMPLES / "scorm12.zip").read_bytes()
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="' + name + b'"\r\n\r\n'
    answer = client.post(
        "courses/importJobs/upload",
        params={"courseId": "golf"},
        content=part + package + b"\r\n--x--\r\n",
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )
    assert answer.status_code == 200, answer.text
    assert ended(client, answer.json()["result"])["status"] == "COMPLETE"
    assert client.get("courses/golf/zip").content == package
