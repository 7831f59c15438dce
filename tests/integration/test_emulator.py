"""``scloud emulator`` as users run it."""

import json
import os
import signal
import sqlite3
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from scormcloud_cli.emulator.service import Emulator
from tests.support.emulators import ServedEmulator
from tests.support.environs import LONGEST, SAMPLES, SCLOUD, application_environ, clean_environ
from tests.support.processes import Processes, end
from tests.support.results import Run, bound

# What makes a run use the profile local, whatever else the environment says.
ON_LOCAL = {
    "SCLOUD_APP_ID": "",
    "SCLOUD_SECRET_KEY": "",
    "SCLOUD_BASE_URL": "",
    "SCLOUD_PROFILE": "local",
}
# How large the package is that an emulator is killed over; SCLOUD_BULK_MEGABYTES makes it large.
MEGABYTES = int(os.environ.get("SCLOUD_BULK_MEGABYTES", "4"))


@pytest.fixture
def local(scloud: Run) -> Run:
    """Run scloud with an empty home, on the profile local."""
    return bound(scloud, **ON_LOCAL)


@pytest.fixture
def local_process(scloud_process: Run) -> Run:
    """The same as a process: for commands whose own commands print to where they do."""
    return bound(scloud_process, **ON_LOCAL)


def test_the_profile_local_needs_no_account_and_remembers(local: Run) -> None:
    package = str(SAMPLES / "scorm12.zip")
    assert local("course", "import", package, "--id", "golf").code == 0
    assert local("course", "list", "-o", "ids").out == "golf\n"
    assert local("course", "list", "-o", "ids", "--api", "v1").out == "golf\n"


def test_the_profile_local_ends_its_imports_before_it_goes(local: Run) -> None:
    package = str(SAMPLES / "scorm12.zip")
    started = local("course", "import", package, "--id", "golf", "--no-wait").json
    assert local("course", "job", started["jobId"]).json["status"] == "COMPLETE"


@pytest.mark.process
def test_what_local_imports_is_served_and_the_other_way_round(
    local: Run, scloud: Run, processes: Processes, tmp_path: Path
) -> None:
    local("course", "import", str(SAMPLES / "scorm12.zip"), "--id", "by-local")
    process, url = processes.serve(tmp_path, stderr=subprocess.PIPE)
    served = {"SCLOUD_BASE_URL": url}
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
    assert link.startswith(status["contentUrl"])
    assert httpx.head(link, trust_env=False, verify=False).status_code == 200
    assert local("emulator", "reset", "--yes").code == 1
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in err
    assert local("emulator", "status").json["running"] is False
    assert local("course", "exists", "by-serve").code == 0


@pytest.mark.process
def test_serve_ends_well_on_ctrl_c(processes: Processes, tmp_path: Path) -> None:
    process, _ = processes.serve(tmp_path)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0


def test_serve_on_a_taken_port_says_so(emulator: ServedEmulator, scloud: Run) -> None:
    done = scloud("emulator", "serve", "--port", emulator.url.rsplit(":", 1)[1])
    assert done.code == 6
    assert "--port 0" in done.error["hint"]


@pytest.mark.process
def test_serve_warns_when_it_is_open_to_others(processes: Processes, tmp_path: Path) -> None:
    process, _ = processes.serve(tmp_path, "--host", "0.0.0.0", stderr=subprocess.PIPE)
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


@pytest.mark.process
def test_exec_gives_the_command_an_emulator(local_process: Run) -> None:
    done = local_process("emulator", "exec", "--", str(SCLOUD), "ping", "-o", "json")
    assert done.json["application"] == "local"


@pytest.mark.process
def test_exec_gives_the_management_pair_as_well(local_process: Run) -> None:
    call = (str(SCLOUD), "raw", "call", "GetApplicationList")
    done = local_process("emulator", "exec", "--", *call)
    assert done.code == 0, done.err
    assert [application["id"] for application in done.json["applications"]] == ["local"]


@pytest.mark.process
def test_exec_gives_an_account_the_limits_of_a_trial(local_process: Run) -> None:
    account = (str(SCLOUD), "report", "account", "-o", "json")
    done = local_process("emulator", "exec", "--plan", "trial", "--", *account)
    assert (done.json["accountType"], done.json["strictLimit"]) == ("trial", True)


def test_a_trial_refuses_the_eleventh_registration(scloud: Run, tmp_path: Path, api: str) -> None:
    with ServedEmulator(tmp_path / "data", plan="trial") as served:
        trial = bound(scloud, SCLOUD_BASE_URL=served.url, SCLOUD_API=api)
        trial("course", "import", str(SAMPLES / "scorm12.zip"), "--id", "golf")
        rows = "".join(f"golf,learner-{number}\n" for number in range(11))
        typed = "courseId,learnerId\n" + rows
        done = trial("registration", "import", "-", "--jobs", "1", "-o", "jsonl", typed=typed)
        statuses = [json.loads(line)["status"] for line in done.out.splitlines()]
        assert (done.code, statuses) == (9, ["created"] * 10 + ["failed"])
        assert "limit of 10 active registrations" in done.out
        assert trial("course", "preview", "golf").code == 0


@pytest.mark.process
@pytest.mark.parametrize(
    ("script", "code"), [("exit 0", 0), ("exit 3", 3), ("kill -TERM $$", 143), ("kill -9 $$", 137)]
)
def test_exec_returns_the_exit_code_of_the_command(local: Run, script: str, code: int) -> None:
    assert local("emulator", "exec", "--", "sh", "-c", script).code == code


@pytest.mark.process
def test_exec_of_an_unknown_command_exits_127(local: Run) -> None:
    done = local("emulator", "exec", "--", "no-such-command")
    assert done.code == 127
    assert done.error["exit"] == 127


@pytest.mark.process
def test_exec_passes_options_on(local_process: Run) -> None:
    assert local_process("emulator", "exec", "--", "echo", "-n", "--help", "-x").out == "--help -x"


def test_status_is_a_list_of_fields_on_a_terminal(scloud_on_terminal: Run) -> None:
    assert "running" in scloud_on_terminal("emulator", "status").text


@pytest.mark.process
def test_a_killed_emulator_loses_no_course_that_was_done(
    scloud: Run, processes: Processes, tmp_path: Path
) -> None:
    big = tmp_path / "big.zip"
    with zipfile.ZipFile(SAMPLES / "scorm12.zip") as source, zipfile.ZipFile(big, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
        with target.open("video.bin", "w") as video:
            for _ in range(MEGABYTES):
                video.write(os.urandom(1024 * 1024))
    packages = tmp_path / "data" / "emulator" / "packages"
    process, url = processes.serve(tmp_path)
    given = application_environ(url)
    assert scloud("course", "import", str(big), "--id", "done", environ=given).code == 0
    # As soon as the job is accepted, when its package is in its place, and a while later.
    for half in ("accepted", "kept", "later"):
        before = len(list(packages.iterdir()))
        started = scloud("course", "import", str(big), "--id", half, "--no-wait", environ=given)
        deadline = time.monotonic() + LONGEST
        while half != "accepted" and len(list(packages.iterdir())) == before:
            assert time.monotonic() < deadline
        if half == "later":
            time.sleep(0.02)
        process.kill()
        process.wait()
        process, url = processes.serve(tmp_path)
        given = application_environ(url)
        got = scloud("course", "download", "done", "-O", "got.zip", environ=given)
        assert got.code == 0, got.err
        assert (tmp_path / "got.zip").read_bytes() == big.read_bytes()
        # The other is whole and said to be done, or is not there and said to have failed.
        job = scloud("course", "job", json.loads(started.out)["jobId"], environ=given)
        there = scloud("course", "exists", half, environ=given).code == 0
        assert (job.code == 0) == there
        assert job.code in (0, 7)


@pytest.mark.process
def test_a_client_of_your_own_runs_against_it(local_process: Run, tmp_path: Path) -> None:
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
    done = local_process("emulator", "exec", "--", python, "-W", "ignore", str(script))
    assert (done.code, done.out) == (0, "API is up.\n")


def test_a_link_that_ends_with_the_command_is_said_to(local: Run) -> None:
    local("course", "import", str(SAMPLES / "scorm12.zip"), "--id", "golf")
    assert "scloud emulator serve" in local("course", "preview", "golf").err
    assert local("course", "preview", "golf", "--open").code == 2


@pytest.mark.process
def test_of_two_that_serve_the_same_data_the_one_that_is_left_is_known(
    local: Run, processes: Processes, tmp_path: Path
) -> None:
    first, first_url = processes.serve(tmp_path)
    second, _ = processes.serve(tmp_path)
    end(second)
    status = local("emulator", "status").json
    assert (status["running"], status["baseUrl"], status["pid"]) == (True, first_url, first.pid)
    refused = local("emulator", "reset", "--yes")
    assert (refused.code, refused.error["code"]) == (1, "emulator_running")
    assert first_url in refused.error["message"]
    first.kill()
    first.wait()
    assert local("emulator", "status").json["running"] is False
    assert local("emulator", "reset", "--yes").code == 0


def test_reset_spares_the_data_of_a_command_that_runs(local: Run, tmp_path: Path) -> None:
    emulator = Emulator(tmp_path / "data" / "emulator")
    assert local("emulator", "reset", "--yes").error["code"] == "emulator_running"
    assert "uses it for a command" in local("emulator", "status").err
    emulator.close()
    assert local("emulator", "reset", "--yes").code == 0


def test_a_reset_that_was_killed_is_finished_by_the_next(local: Run, tmp_path: Path) -> None:
    Emulator(tmp_path / "data" / "emulator").close()
    (tmp_path / "data" / "emulator" / "emulator.sqlite3").unlink()
    assert local("emulator", "reset", "--yes").code == 0
    assert not (tmp_path / "data" / "emulator").exists()


def test_reset_empties_the_folder_that_a_link_leads_to(local: Run, tmp_path: Path) -> None:
    Emulator(tmp_path / "disk").close()
    (tmp_path / "link").symlink_to(tmp_path / "disk")
    assert local("emulator", "reset", "--data", "link", "--yes").code == 0
    assert list((tmp_path / "disk").iterdir()) == []
    assert local("emulator", "reset", "--data", "link", "--yes").code == 0


def newer(folder: Path) -> None:
    folder.mkdir(parents=True)
    with sqlite3.connect(folder / "emulator.sqlite3") as database:
        database.execute("PRAGMA user_version = 99")
    database.close()


def damaged(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "emulator.sqlite3").write_bytes(b"no database" * 100)


def a_file(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("a file")


@pytest.mark.parametrize(
    ("spoil", "code", "words"),
    [(newer, 1, "newer version"), (damaged, 1, "damaged"), (a_file, 2, "exists")],
)
def test_data_that_cannot_be_used_is_no_fault_of_scloud(
    local: Run, tmp_path: Path, spoil: Callable[[Path], None], code: int, words: str
) -> None:
    spoil(tmp_path / "data" / "emulator")
    for command in (
        ("emulator", "serve"),
        ("emulator", "exec", "--", "true"),
        ("course", "list"),
        ("ping", "--api", "v1"),
    ):
        refused = local(*command)
        assert refused.code == code, command
        assert refused.error["code"] == "data_unusable"
        assert words in refused.error["message"]
        assert refused.error["hint"]
    assert local("emulator", "status").json["running"] is False
    assert local("emulator", "reset", "--yes").code == (2 if spoil is a_file else 0)


@pytest.mark.process
@pytest.mark.parametrize(
    "put", ["course asset put golf big.bin --api v2", "course upload-area put big.bin --api v1"]
)
def test_a_disk_that_is_full_is_told_and_nothing_is_lost(
    local: Run, tmp_path: Path, put: str
) -> None:
    assert local("course", "import", str(SAMPLES / "scorm12.zip"), "--id", "golf").code == 0
    (tmp_path / "big.bin").write_bytes(os.urandom(400_000))
    environ = clean_environ(tmp_path) | ON_LOCAL
    environ.pop("COVERAGE_PROCESS_CONFIG", None)  # whose file would be too large as well
    # A limit of the size of each file is what a test can fill without a disk of its own.
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f 200; exec {SCLOUD} {put} -o json"],
        env=environ,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stderr
    error = json.loads(done.stderr.splitlines()[-1])["error"]
    assert (error["code"], error["exit"]) == ("no_room", 1)
    assert "make room there" in error["message"]
    assert "Traceback" not in done.stderr
    assert local("course", "asset", "get", "golf", "style.css").code == 0
    assert list((tmp_path / "data" / "emulator" / "uploads").iterdir()) == []
    assert len(list((tmp_path / "data" / "emulator" / "packages").iterdir())) == 1


@pytest.mark.process
def test_serve_prints_the_variables_that_have_any_command_use_it(
    processes: Processes, tmp_path: Path
) -> None:
    process, url = processes.serve(
        tmp_path, "--env", stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.send_signal(signal.SIGTERM)
    lines = process.stdout.read().splitlines()
    assert lines == [
        f"export SCLOUD_BASE_URL={url}",
        "export SCLOUD_APP_ID=local",
        "export SCLOUD_SECRET_KEY=local-secret",
        "export SCLOUD_MANAGEMENT_APP_ID=local-manager",
        "export SCLOUD_MANAGEMENT_SECRET_KEY=local-manager-secret",
    ]
    assert process.stderr.read() == ""


@pytest.mark.parametrize(
    ("standard", "known_as"),
    [
        ("scorm12", "SCORM12"),
        ("scorm2004", "SCORM20044THEDITION"),
        ("aicc", "AICC"),
        ("cmi5", "CMI5"),
        ("xapi", "XAPI"),
    ],
)
def test_a_sample_course_comes_with_scloud(local: Run, standard: str, known_as: str) -> None:
    first = local("emulator", "sample", "--standard", standard)
    assert first.json["courseId"] == f"sample-{standard}"
    assert not first.json.get("warnings")
    assert first.json["course"]["courseLearningStandard"] == known_as
    again = local("emulator", "sample", "--standard", standard)
    assert again.json["status"] == "SKIPPED"


def test_a_sample_of_aicc_is_learned_to_a_result(local: Run) -> None:
    local("emulator", "sample", "--standard", "aicc")
    create = ("registration", "create", "--course", "sample-aicc", "--learner", "ann")
    assert local(*create, "--id", "ann").code == 0
    learned = local("emulator", "learn", "ann", "--score", "90").json
    assert (learned["registrationSuccess"], learned["score"]["scaled"]) == ("PASSED", 90)


def test_a_sample_is_for_emulators_only(scloud: Run) -> None:
    service = {"SCLOUD_BASE_URL": "https://cloud.scorm.com", "SCLOUD_APP_ID": "A"}
    refused = scloud("emulator", "sample", environ=service | {"SCLOUD_SECRET_KEY": "b"})
    assert refused.code == 2
    assert "-p local" in refused.error["hint"]


@pytest.mark.process
def test_a_ready_file_goes_through_no_link(processes: Processes, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("years of work")
    for name in ("ready", ".ready.part"):
        (tmp_path / "shared").mkdir(exist_ok=True)
        (tmp_path / "shared" / name).symlink_to(tmp_path / "precious")
    ready = tmp_path / "shared" / "ready"
    process = processes.start(
        *("emulator", "serve", "--ready-file", ready),
        environ=clean_environ(tmp_path),
        folder=tmp_path,
    )
    deadline = time.monotonic() + LONGEST
    while ready.is_symlink():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert ready.read_text().startswith("http://")
    assert (tmp_path / "precious").read_text() == "years of work"
    end(process)
