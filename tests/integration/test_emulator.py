"""``scloud emulator`` as users run it."""

import json
import os
import signal
import subprocess
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.environs import SAMPLES, SCLOUD, application_environ, clean_environ
from tests.support.GONE import start_emulator, stop
from tests.support.results import Result, Run


@pytest.fixture
def local(scloud: Run, tmp_path: Path) -> Run:
    """Run scloud with an empty home, on the profile local."""

    def run(
        *arguments: str,
        typed: str = "",
        environ: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> Result:
        nothing = dict.fromkeys(("SCLOUD_APP_ID", "SCLOUD_SECRET_KEY", "SCLOUD_BASE_URL"), "")
        local = {**nothing, "SCLOUD_PROFILE": "local", **(environ or {})}
        return scloud(*arguments, typed=typed, environ=local, folder=folder)

    return run


def test_the_profile_local_needs_no_account_and_remembers(local: Run) -> None:
    package = str(SAMPLES / "scorm12.zip")
    assert local("course", "import", package, "--id", "golf").code == 0
    assert local("course", "list", "-o", "ids").out == "golf\n"
    assert local("course", "list", "-o", "ids", "--api", "v1").out == "golf\n"


def test_the_profile_local_ends_its_imports_before_it_goes(local: Run) -> None:
    package = str(SAMPLES / "scorm12.zip")
    started = local("course", "import", package, "--id", "golf", "--no-wait").json
    assert local("course", "job", started["jobId"]).json["status"] == "COMPLETE"


def test_what_local_imports_is_served_and_the_other_way_round(
    local: Run, scloud: Run, tmp_path: Path
) -> None:
    local("course", "import", str(SAMPLES / "scorm12.zip"), "--id", "by-local")
    environ = clean_environ(tmp_path)
    ready = tmp_path / "ready"
    process = subprocess.Popen(
        [SCLOUD, "emulator", "serve", "--ready-file", ready], env=environ, stderr=subprocess.PIPE
    )
    try:
        while not ready.exists():
            assert process.poll() is None
            time.sleep(0.02)
        served = {"SCLOUD_BASE_URL": ready.read_text().strip()}
        assert scloud("course", "exists", "by-local", environ=served).code == 0
        package = str(SAMPLES / "aicc.zip")
        # Both write to the same folder while both run.
        assert scloud("course", "import", package, "--id", "by-serve", environ=served).code == 0
        assert local("course", "import", package, "--id", "by-local-too").code == 0
        assert scloud("course", "exists", "by-local-too", environ=served).code == 0
        status = local("emulator", "status").json
        assert (status["running"], status["pid"]) == (True, process.pid)
        # A link must outlive the command that made it.
        link = local("course", "preview", "by-serve").json["launchLink"]
        assert link.startswith(served["SCLOUD_BASE_URL"])
        assert local("emulator", "reset", "--yes").code == 1
    finally:
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert b"Traceback" not in err
    assert local("emulator", "status").json["running"] is False
    assert local("course", "exists", "by-serve").code == 0


def test_serve_ends_well_on_ctrl_c(tmp_path: Path) -> None:
    process, _ = start_emulator(tmp_path)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0


def test_serve_on_a_taken_port_says_so(tmp_path: Path, scloud: Run) -> None:
    process, running = start_emulator(tmp_path)
    try:
        done = scloud("emulator", "serve", "--port", running.url.rsplit(":", 1)[1])
    finally:
        stop(process)
    assert done.code == 6
    assert "--port 0" in done.error["hint"]


def test_serve_warns_when_it_is_open_to_others(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [SCLOUD, "emulator", "serve", "--host", "0.0.0.0", "--ready-file", tmp_path / "ready"],
        env=clean_environ(tmp_path),
        stderr=subprocess.PIPE,
        text=True,
    )
    while not (tmp_path / "ready").exists():
        assert process.poll() is None
        time.sleep(0.02)
    process.terminate()
    _, err = process.communicate(timeout=20)
    assert "warning: 0.0.0.0" in err


def test_reset_throws_everything_away(local: Run) -> None:
    local("course", "import", str(SAMPLES / "scorm12.zip"), "--id", "golf")
    assert local("emulator", "reset").code == 10
    assert local("course", "exists", "golf").code == 0
    assert local("emulator", "reset", "--yes").code == 0
    assert local("course", "list", "-o", "ids").out == ""


def test_reset_refuses_a_folder_of_somebody_else(local: Run, tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "thesis.txt").write_text("years of work")
    done = local("emulator", "reset", "--data", str(tmp_path / "precious"), "--yes")
    assert done.code == 2
    assert (tmp_path / "precious" / "thesis.txt").exists()


def test_exec_gives_the_command_an_emulator(local: Run) -> None:
    done = local("emulator", "exec", "--", str(SCLOUD), "ping", "-o", "json")
    assert done.json["application"] == "local"


def test_exec_gives_the_management_pair_as_well(local: Run) -> None:
    done = local("emulator", "exec", "--", str(SCLOUD), "raw", "call", "GetApplicationList")
    assert done.code == 0, done.err
    assert [each["id"] for each in done.json["applications"]] == ["local"]


@pytest.mark.parametrize(
    ("script", "code"), [("exit 0", 0), ("exit 3", 3), ("kill -TERM $$", 143), ("kill -9 $$", 137)]
)
def test_exec_returns_the_exit_code_of_the_command(local: Run, script: str, code: int) -> None:
    assert local("emulator", "exec", "--", "sh", "-c", script).code == code


def test_exec_of_an_unknown_command_exits_127(local: Run) -> None:
    done = local("emulator", "exec", "--", "no-such-command")
    assert done.code == 127
    assert done.error["exit"] == 127


def test_exec_passes_options_on(local: Run) -> None:
    assert local("emulator", "exec", "--", "echo", "-n", "--help", "-x").out == "--help -x"


def test_status_is_a_list_of_fields_on_a_terminal(scloud_on_terminal: Run) -> None:
    assert "running" in scloud_on_terminal("emulator", "status").text


def test_a_killed_emulator_loses_no_course_that_was_done(tmp_path: Path, scloud: Run) -> None:
    big = tmp_path / "big.zip"
    with zipfile.ZipFile(SAMPLES / "scorm12.zip") as source, zipfile.ZipFile(big, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
        with target.open("video.bin", "w") as video:
            for _ in range(40):
                video.write(os.urandom(1024 * 1024))
    for moment in (0.0, 0.02, 0.1):
        process, running = start_emulator(tmp_path / f"killed-{moment}")
        given = application_environ(running)
        assert scloud("course", "import", str(big), "--id", "done", environ=given).code == 0
        started = scloud("course", "import", str(big), "--id", "half", "--no-wait", environ=given)
        time.sleep(moment)
        process.kill()
        process.wait()
        (running.folder.parent / "ready").unlink()
        process, running = start_emulator(tmp_path / f"killed-{moment}")
        given = application_environ(running)
        try:
            got = scloud("course", "download", "done", "-O", "got.zip", environ=given)
            assert got.code == 0, got.err
            assert (tmp_path / "got.zip").read_bytes() == big.read_bytes()
            # The other is whole and said to be done, or is not there and said to have failed.
            job = scloud("course", "job", json.loads(started.out)["jobId"], environ=given)
            there = scloud("course", "exists", "half", environ=given).code == 0
            assert (job.code == 0) == there
            assert job.code in (0, 7)
        finally:
            stop(process)


def test_a_client_of_your_own_runs_against_it(local: Run, tmp_path: Path) -> None:
    script = tmp_path / "your_script.py"
    script.write_text(
        "import os\n"
        "import rustici_software_cloud_v2 as vendor\n"
        "configuration = vendor.Configuration()\n"
        "configuration.host = os.environ['SCLOUD_BASE_URL'] + '/api/v2'\n"
        "configuration.username = os.environ['SCLOUD_APP_ID']\n"
        "configuration.password = os.environ['SCLOUD_SECRET_KEY']\n"
        "print(vendor.PingApi(vendor.ApiClient(configuration)).ping_app_id().api_message)\n"
    )
    python = str(SCLOUD.with_name("python"))
    done = local("emulator", "exec", "--", python, "-W", "ignore", str(script))
    assert (done.code, done.out) == (0, "API is up.\n")


def test_a_link_that_ends_with_the_command_is_said_to(local: Run) -> None:
    local("course", "import", str(SAMPLES / "scorm12.zip"), "--id", "golf")
    assert "scloud emulator serve" in local("course", "preview", "golf").err
    assert local("course", "preview", "golf", "--open").code == 2
