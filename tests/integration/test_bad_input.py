"""Bad input is normal input: a clear error, its exit code, nothing half done, no secret shown."""

import io
import signal
import socket
import subprocess
import termios
import time
import zipfile
from array import array
from collections.abc import Callable
from fcntl import ioctl
from pathlib import Path

import pytest

from tests.support.environs import SAMPLES, SCLOUD
from tests.support.processes import Processes
from tests.support.results import Run
from tests.support.unruly import JSON, http

NewId = Callable[[str], str]

BOMB = """<?xml version="1.0"?>
<!DOCTYPE manifest [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<manifest>&d;</manifest>"""


def package(**files: str) -> bytes:
    """Return a zip of some files, given by name with their dots written as underlines."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_", "."), text)
    return sink.getvalue()


BAD_PACKAGES = {
    "not a zip": (b"this is no zip file", "not_a_zip"),
    "no manifest": (package(index_html="<p>hello</p>"), "no_manifest"),
    "broken XML": ((SAMPLES / "broken.zip").read_bytes(), "malformed_xml"),
    "an XML bomb": (package(imsmanifest_xml=BOMB), "document_type"),
}


@pytest.mark.parametrize("kind", BAD_PACKAGES)
def test_a_bad_package_is_refused_before_it_is_sent(
    scloud: Run, tmp_path: Path, new_id: NewId, api: str, kind: str
) -> None:
    content, code = BAD_PACKAGES[kind]
    (tmp_path / "bad.zip").write_bytes(content)
    course_id = new_id("bad")
    done = scloud("course", "import", "bad.zip", "--id", course_id, "--api", api)
    assert (done.code, done.out) == (7, "")
    assert done.error["code"] == code
    assert scloud("course", "exists", course_id).code == 3


@pytest.mark.parametrize("kind", BAD_PACKAGES)
def test_a_bad_package_is_refused_by_the_service_as_well(
    scloud: Run, tmp_path: Path, new_id: NewId, api: str, kind: str
) -> None:
    content, _ = BAD_PACKAGES[kind]
    (tmp_path / "bad.zip").write_bytes(content)
    course_id = new_id("bad")
    done = scloud("course", "import", "bad.zip", "--id", course_id, "--no-check", "--api", api)
    assert (done.code, done.out) == (7, "")
    assert done.error["code"] == "import_failed"
    assert scloud("course", "exists", course_id).code == 3


def test_a_missing_file_is_a_usage_error(scloud: Run, api: str) -> None:
    done = scloud("course", "import", "no-such-file.zip", "--api", api)
    assert done.code == 2
    assert "no-such-file.zip" in done.error["message"]


def test_a_missing_file_is_told_in_words_on_a_terminal(scloud_on_terminal: Run) -> None:
    done = scloud_on_terminal("course", "import", "no-such-file.zip")
    assert done.code == 2
    assert done.out == "error: there is no file no-such-file.zip\n".replace(
        "error:", "\x1b[31;1merror:\x1b[0m"
    )


def test_a_wrong_secret_is_refused_and_not_shown(scloud: Run, api: str) -> None:
    done = scloud(
        *("course", "list", "--api", api, "--debug"),
        environ={"SCLOUD_SECRET_KEY": "a-wrong-secret"},
    )
    assert (done.code, done.out) == (4, "")
    assert "a-wrong-secret" not in done.err


def test_an_unreachable_host_is_a_network_error(scloud: Run, api: str) -> None:
    done = scloud(
        *("course", "list", "--api", api, "--retries", "0"),
        environ={"SCLOUD_BASE_URL": "http://127.0.0.1:9"},
    )
    assert (done.code, done.out) == (6, "")
    assert "127.0.0.1:9" in done.error["message"]


def test_credentials_are_not_sent_over_plain_http(scloud: Run, api: str) -> None:
    done = scloud("course", "list", "--api", api, environ={"SCLOUD_BASE_URL": "http://example.org"})
    assert done.code == 2


@pytest.mark.process
def test_a_reader_that_has_seen_enough_ends_the_command_quietly(
    environ: dict[str, str], golf: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        ["bash", "-c", f"'{SCLOUD}' course list | head -1; exit ${{PIPESTATUS[0]}}"],
        env={**environ, "PYTHONUNBUFFERED": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stderr == ""
    assert done.stdout == "[\n"
    assert done.returncode in (0, 141)


@pytest.mark.process
def test_an_interrupted_upload_ends_with_130_and_one_line(
    environ: dict[str, str], processes: Processes, tmp_path: Path
) -> None:
    with zipfile.ZipFile(SAMPLES / "scorm12.zip") as source:
        manifest = source.read("imsmanifest.xml")
    big = tmp_path / "big.zip"
    with zipfile.ZipFile(big, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("imsmanifest.xml", manifest)
        archive.writestr("index.html", "<p>hello</p>")
        archive.writestr("video.bin", bytes(16 * 1024 * 1024))  # more than the buffers between hold
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(30)
        process = processes.start(
            *("course", "import", big, "-o", "table"),
            environ={
                **environ,
                "SCLOUD_BASE_URL": f"http://127.0.0.1:{listening.getsockname()[1]}",
            },
            folder=tmp_path,
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        # It takes the first bytes, and then no more: the rest has to wait.
        with _upload(listening) as connection:
            _wait_until_nothing_comes(connection)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert err == "error: interrupted\n"


def _upload(listening: socket.socket) -> socket.socket:
    """Say that there is no such course, however it is asked; return where its upload comes."""
    while True:
        connection, _ = listening.accept()
        connection.settimeout(30)
        if connection.recv(65536).startswith(b"POST "):
            return connection
        connection.sendall(
            http("404 Not Found", b'{"message": "Could not find course [big]"}', JSON)
        )
        connection.close()


def _wait_until_nothing_comes(connection: socket.socket) -> None:
    """Wait until whoever sends has filled the buffers, and waits itself.

    A signal that comes between two system calls is only seen by Python when the second has ended;
    so it is sent when there is no doubt that the sender waits in one.
    """
    waiting, before = array("i", [0]), -1
    deadline = time.monotonic() + 30
    while waiting[0] != before:
        assert time.monotonic() < deadline
        before = waiting[0]
        time.sleep(0.1)
        ioctl(connection, termios.FIONREAD, waiting)


@pytest.mark.parametrize("course_id", ["", ".", ".."])
def test_an_id_that_would_address_something_else_is_refused(scloud: Run, course_id: str) -> None:
    done = scloud("course", "delete", course_id, "--yes")
    assert done.code == 2


def test_an_id_may_hold_a_slash_and_any_letters(scloud: Run, new_id: NewId, api: str) -> None:
    course_id = new_id("a/b?c#d é 日本 %20")
    package = str(SAMPLES / "scorm12.zip")
    assert scloud("course", "import", package, "--id", course_id, "--api", api).code == 0
    assert scloud("course", "show", course_id, "--api", api).json["id"] == course_id
    assert scloud("course", "delete", course_id, "--yes", "--api", api).code == 0
