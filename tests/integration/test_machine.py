"""What users are told where it is their machine that says no; exit 70 is for faults of scloud."""

import shlex
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from scormcloud_cli.api.cloud import Cloud
from tests.support.environs import LONGEST, SCLOUD
from tests.support.results import Result, Run

Shell = Callable[..., Result]


@pytest.fixture
def shell(environ: dict[str, str], tmp_path: Path) -> Shell:
    """Run a line of a shell, in which `scloud` is the command."""

    def run(line: str, **variables: str) -> Result:
        ended = subprocess.run(
            ["sh", "-c", line.replace("scloud", shlex.quote(str(SCLOUD)))],
            env={**environ, **variables},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=LONGEST,
        )
        return Result(ended.returncode, ended.stdout, ended.stderr)

    return run


class Condition(NamedTuple):
    """A line that a machine refuses, and what comes of it: the exit code and what is said."""

    line: str
    exit: int
    code: str
    said: str


# No file may be written, nor what coverage would write at the end.
NO_FILES = "unset COVERAGE_PROCESS_CONFIG; ulimit -f 0"
CONDITIONS = {
    "results to a full disk": Condition(
        "scloud raw list > /dev/full", 1, "disk_full", "No space left on device"
    ),
    "help to a full disk": Condition("scloud --help > /dev/full", 1, "disk_full", "No space left"),
    "a plan to a full disk": Condition(
        "scloud course delete golf --dry-run > /dev/full", 1, "disk_full", "No space left"
    ),
    "a file that is too large": Condition(
        f"{NO_FILES}; scloud course pack course", 1, "disk_full", "course.zip"
    ),
    "a journal that is too large": Condition(
        f"echo golf | ({NO_FILES}; scloud course delete - --yes --journal log)", 1, "disk_full", ""
    ),
    "no standard output": Condition(
        "scloud course delete golf --yes >&-", 1, "output_closed", "standard output is closed"
    ),
    "no standard input": Condition(
        "scloud course delete - --yes <&-", 2, "usage", "standard input is closed"
    ),
    "no current folder": Condition(
        "mkdir gone; cd gone; rmdir ../gone; scloud course pack .",
        *(1, "machine_failed", "the current folder is gone"),
    ),
    "an argument that is no text": Condition(
        r"scloud course show $(printf '\377')", 2, "usage", "no text in UTF-8"
    ),
    "a config file that is a folder": Condition(
        "mkdir -p config/config.toml; scloud auth list", 2, "config_unreadable", "Is a directory"
    ),
    "a config folder that is a file": Condition(
        "echo local-secret | SCLOUD_CONFIG_DIR=/dev/null/x "
        "scloud auth login -p x --app-id local --secret-stdin --insecure-storage",
        *(2, "config_unreadable", "Not a directory"),
    ),
    "a home that takes no files": Condition(
        "echo local-secret | SCLOUD_CONFIG_DIR=/proc/x "
        "scloud auth login -p x --app-id local --secret-stdin --insecure-storage",
        *(2, "file_unwritable", "cannot write /proc/x"),
    ),
}


@pytest.mark.process
@pytest.mark.parametrize("name", CONDITIONS)
def test_what_the_machine_refuses_has_its_code_a_sentence_and_a_next_step(
    name: str, shell: Shell, folder: Path
) -> None:
    folder.rename(folder.with_name("course"))
    condition = CONDITIONS[name]
    refused = shell(condition.line)
    assert (refused.code, refused.error["code"]) == (condition.exit, condition.code)
    assert condition.said in refused.error["message"]
    assert refused.error["hint"]
    assert "Traceback" not in refused.err


SETTINGS = {
    ("SSL_CERT_FILE", "/none", "https://cloud.invalid"): "certificates_unreadable",
    ("SSL_CERT_FILE", "/none", "https://localhost:1"): "certificates_unreadable",
    ("SSL_CERT_FILE", "/etc/passwd", "https://cloud.invalid"): "certificates_unreadable",
    ("SSL_CERT_FILE", "/", "https://cloud.invalid"): "certificates_unreadable",
    ("SSL_CERT_DIR", "/none", "https://cloud.invalid"): "certificates_unreadable",
    ("HTTPS_PROXY", "socks4://127.0.0.1:1", "https://cloud.invalid"): "proxy_unusable",
    ("HTTPS_PROXY", "ftp://proxy", "https://cloud.invalid"): "proxy_unusable",
    ("HTTPS_PROXY", "http://a:b:c", "https://cloud.invalid"): "proxy_unusable",
    ("ALL_PROXY", "://", "https://cloud.invalid"): "proxy_unusable",
    ("NO_PROXY", "[::1", "https://cloud.invalid"): "proxy_unusable",
}


@pytest.mark.parametrize(("variable", "value", "url"), SETTINGS)
def test_certificates_and_proxies_that_cannot_be_used_are_named(
    variable: str, value: str, url: str, scloud: Run
) -> None:
    refused = scloud("course", "list", environ={variable: value, "SCLOUD_BASE_URL": url})
    assert (refused.code, refused.error["code"]) == (2, SETTINGS[variable, value, url])
    assert variable in refused.error["message"]
    assert refused.error["hint"]


@pytest.mark.process
@pytest.mark.parametrize("end", ["2> /dev/full", "2>&-"])
def test_where_nothing_can_be_said_the_exit_code_tells(end: str, shell: Shell) -> None:
    assert shell(f"scloud course show nowhere {end}").code == 3
    assert shell(f"scloud ping -v --debug {end}").code == 0


@pytest.mark.process
def test_a_stream_that_is_closed_and_not_needed_is_not_missed(shell: Shell, golf: str) -> None:
    assert shell(f"scloud course show {golf} <&-").json["id"] == golf


@pytest.mark.process
@pytest.mark.parametrize(
    "variables",
    [
        {"LC_ALL": "xx_YY.none"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"TERM": ""},
        {"TMPDIR": "/none"},
        {"HOME": "/none"},
        {"COLUMNS": "wide", "LINES": "-1"},
    ],
    ids=str,
)
def test_a_broken_environment_is_no_hindrance(
    variables: dict[str, str], shell: Shell, golf: str, cloud: Cloud
) -> None:
    cloud.courses.set_title(golf, "Gölf")
    assert shell(f"scloud course show {golf} -o json", **variables).json["title"] == "Gölf"


@pytest.mark.process
def test_few_file_handles_are_enough_for_one_course(shell: Shell, golf: str) -> None:
    assert shell(f"ulimit -n 8; scloud course show {golf}").json["id"] == golf


@pytest.fixture
def socks() -> Iterator[tuple[str, list[bytes]]]:
    """A SOCKS proxy that refuses, where it is, and what was asked of it."""
    asked: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.recv(100)
            connection.sendall(b"\x05\x00")  # version 5, no login (RFC 1928)
            asked.append(connection.recv(300))
            connection.sendall(b"\x05\x02\x00\x01" + bytes(6))  # not allowed

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"socks5://127.0.0.1:{listening.getsockname()[1]}", asked
    listening.close()


@pytest.mark.process
def test_a_socks_proxy_is_asked_for_the_service(
    socks: tuple[str, list[bytes]], scloud_process: Run
) -> None:
    proxy, asked = socks
    environ = {"ALL_PROXY": proxy, "SCLOUD_BASE_URL": "https://cloud.invalid"}
    refused = scloud_process("course", "list", "--retries", "0", environ=environ)
    assert b"cloud.invalid" in asked[0]
    assert (refused.code, refused.error["code"]) == (6, "network")
    assert "ALL_PROXY" in refused.error["hint"]
