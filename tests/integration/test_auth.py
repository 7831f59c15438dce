"""``scloud auth`` and ``scloud ping`` as users run them."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scormcloud_cli.api.cloud import Cloud
from tests.support.emulators import ServedEmulator
from tests.support.environs import SCLOUD, clean_environ
from tests.support.fixtures import NewId
from tests.support.here import run_here
from tests.support.results import Result, Run, runner

SECRET = "local-secret"


@pytest.fixture
def at_home(emulator: ServedEmulator, tmp_path: Path) -> dict[str, str]:
    """An environment that knows the service, but no credentials."""
    return clean_environ(tmp_path) | {"SCLOUD_BASE_URL": emulator.url}


@pytest.fixture
def at_home_scloud(at_home: dict[str, str], tmp_path: Path) -> Run:
    """Run scloud without credentials in the environment."""
    return runner(run_here, at_home, tmp_path)


LOGIN = ("auth", "login", "--app-id", "local", "--secret-stdin", "--insecure-storage")


def test_login_records_which_apis_take_the_pair(at_home_scloud: Run, tmp_path: Path) -> None:
    done = at_home_scloud(*LOGIN, typed=SECRET + "\n")
    assert done.code == 0, done.err
    assert done.json["apis"] == ["v2", "v1"]
    assert done.json["current"] is True
    assert at_home_scloud("course", "list").code == 0


def test_login_keeps_the_secret_out_of_the_config_file(at_home_scloud: Run, tmp_path: Path) -> None:
    done = at_home_scloud(*LOGIN, typed=SECRET + "\n")
    config = tmp_path / "config" / "config.toml"
    secrets = tmp_path / "config" / "secrets.toml"
    assert SECRET not in config.read_text()
    assert SECRET in secrets.read_text()
    assert secrets.stat().st_mode & 0o777 == 0o600
    assert str(secrets) in done.err  # said aloud


def test_login_with_a_wrong_secret_keeps_nothing(at_home_scloud: Run, tmp_path: Path) -> None:
    done = at_home_scloud(*LOGIN, typed="a-wrong-secret\n")
    assert (done.code, done.out) == (4, "")
    assert "a-wrong-secret" not in done.err
    assert not (tmp_path / "config").exists()


def test_login_to_an_unreachable_service_keeps_nothing(at_home_scloud: Run, tmp_path: Path) -> None:
    done = at_home_scloud(
        *LOGIN, "--retries", "0", "--base-url", "http://127.0.0.1:9", typed=SECRET + "\n"
    )
    assert done.code == 6
    assert not (tmp_path / "config").exists()


def test_login_without_a_keyring_names_both_ways_on(at_home_scloud: Run) -> None:
    done = at_home_scloud(
        "auth", "login", "--app-id", "local", "--secret-stdin", typed=SECRET + "\n"
    )
    assert done.code == 4
    assert "SCLOUD_SECRET_KEY" in done.error["hint"]
    assert "--insecure-storage" in done.error["hint"]


def test_login_never_asks_in_a_pipe(at_home_scloud: Run) -> None:
    done = at_home_scloud("auth", "login")
    assert done.code == 2
    assert "--app-id" in done.error["hint"]


@pytest.mark.process
def test_login_asks_on_a_terminal_and_does_not_show_the_secret(
    scloud_on_pseudo_terminal: Run, at_home: dict[str, str]
) -> None:
    done = scloud_on_pseudo_terminal(
        *("auth", "login", "--insecure-storage"),
        typed=f"local\n{SECRET}\n",
        environ={"SCLOUD_APP_ID": "", "SCLOUD_SECRET_KEY": ""},
    )
    assert done.code == 0, done.out
    assert "Application ID" in done.out
    assert SECRET not in done.out


def test_login_takes_the_management_pair_beside_the_other(at_home_scloud: Run) -> None:
    at_home_scloud(*LOGIN, typed=SECRET + "\n")
    done = at_home_scloud(
        *("auth", "login", "--app-id", "local-manager", "--secret-stdin"),
        *("--insecure-storage", "--management"),
        typed="local-manager-secret\n",
    )
    assert done.code == 0, done.err
    assert done.json["managementAppId"] == "local-manager"
    assert done.json["appId"] == "local"


def test_status_says_where_the_credentials_come_from(at_home_scloud: Run, scloud: Run) -> None:
    at_home_scloud(*LOGIN, typed=SECRET + "\n")
    stored = at_home_scloud("auth", "status").json
    assert (stored["profile"], stored["source"], stored["accepted"]) == ("default", "file", True)
    given = scloud("auth", "status").json
    assert given["source"] == "SCLOUD_APP_ID and SCLOUD_SECRET_KEY"


def test_status_of_refused_credentials_exits_4(scloud: Run) -> None:
    done = scloud("auth", "status", environ={"SCLOUD_SECRET_KEY": "wrong"})
    assert done.code == 4
    assert done.json["accepted"] is False


def test_list_shows_the_profiles_and_the_current_one(at_home_scloud: Run) -> None:
    at_home_scloud(*LOGIN, typed=SECRET + "\n")
    at_home_scloud(*LOGIN, "-p", "staging", typed=SECRET + "\n")
    found = {each["profile"]: each["current"] for each in at_home_scloud("auth", "list").json}
    assert found == {"default": True, "staging": False, "local": False}


def test_list_is_a_table_on_a_terminal(scloud_on_terminal: Run) -> None:
    done = scloud_on_terminal("auth", "list")
    assert done.text.splitlines()[0].startswith("PROFILE")


def test_switch_changes_the_current_profile(at_home_scloud: Run) -> None:
    at_home_scloud(*LOGIN, typed=SECRET + "\n")
    assert at_home_scloud("auth", "switch", "local").json["current"] is True
    assert at_home_scloud("auth", "status").json["profile"] == "local"


def test_an_unknown_profile_names_the_nearest(at_home_scloud: Run) -> None:
    done = at_home_scloud("course", "list", "-p", "locla")
    assert done.code == 2
    assert "local" in done.error["hint"]


def test_logout_forgets_profile_and_secret(at_home_scloud: Run, tmp_path: Path) -> None:
    at_home_scloud(*LOGIN, typed=SECRET + "\n")
    assert at_home_scloud("auth", "logout").code == 0
    assert SECRET not in (tmp_path / "config" / "secrets.toml").read_text()
    done = at_home_scloud("course", "list")
    assert done.code == 4
    assert "scloud auth login" in done.error["hint"]


def test_a_profile_that_is_asked_for_is_used_whatever_the_environment_says(
    at_home_scloud: Run, scloud: Run, cloud_of_manager: Cloud, new_id: NewId
) -> None:
    other = cloud_of_manager.applications.create(new_id("Other")).id
    secret_key = cloud_of_manager.applications.create_credential(other, "CI").credential or ""
    login = (*LOGIN[:3], other, *LOGIN[4:], "-p", "staging")
    assert at_home_scloud(*login, typed=secret_key + "\n").code == 0
    assert scloud("ping").json["application"] == "local"
    assert scloud("ping", "-p", "staging").json["application"] == other
    assert scloud("ping", environ={"SCLOUD_PROFILE": "staging"}).json["application"] == "local"
    told = scloud("course", "list", "-p", "staging", "-v")
    assert "--profile staging goes before SCLOUD_APP_ID and SCLOUD_SECRET_KEY" in told.err
    asked = scloud("course", "delete", "golf", "-p", "staging").error["message"]
    assert f"(profile staging, application {other})" in asked
    plan = scloud("course", "delete", "golf", "-p", "staging", "--dry-run").json
    assert (plan["profile"], plan["application"]) == ("staging", other)


def test_a_refusal_names_the_source_of_the_credentials_and_a_hint_that_fits(
    at_home_scloud: Run, scloud: Run, tmp_path: Path, api: str
) -> None:
    refused = scloud("course", "list", "--api", api, environ={"SCLOUD_SECRET_KEY": "wrong"})
    assert refused.code == 4
    assert "[credentials of SCLOUD_APP_ID and SCLOUD_SECRET_KEY]" in refused.error["message"]
    assert "check SCLOUD_APP_ID" in refused.error["hint"]
    assert at_home_scloud(*LOGIN, "-p", "staging", typed=SECRET + "\n").code == 0
    secrets = tmp_path / "config" / "secrets.toml"
    secrets.write_text(secrets.read_text().replace(SECRET, "wrong"))
    refused = at_home_scloud("course", "list", "-p", "staging", "--api", api)
    assert "[credentials of profile staging (file)]" in refused.error["message"]
    assert refused.error["hint"] == "scloud auth login -p staging"
    refused = scloud(
        "course",
        "list",
        environ={"SCLOUD_TOKEN": "t", "SCLOUD_APP_ID": "", "SCLOUD_SECRET_KEY": ""},
    )
    assert "[credentials of SCLOUD_TOKEN]" in refused.error["message"]
    assert "SCLOUD_TOKEN" in refused.error["hint"]


def test_login_tells_that_the_environment_goes_before_it(scloud: Run) -> None:
    done = scloud(*LOGIN, "-p", "staging", typed=SECRET + "\n")
    assert "SCLOUD_APP_ID and SCLOUD_SECRET_KEY go before it" in done.err
    assert "SCLOUD_APP_ID" in scloud("auth", "switch", "staging").err


def test_after_logging_out_of_the_current_profile_the_others_are_named(at_home_scloud: Run) -> None:
    at_home_scloud(*LOGIN, typed=SECRET + "\n")
    at_home_scloud(*LOGIN, "-p", "staging", typed=SECRET + "\n")
    assert "no profile is the current one" in at_home_scloud("auth", "logout").err
    hint = at_home_scloud("course", "list").error["hint"]
    assert "scloud auth switch" in hint
    assert hint.endswith("staging")


def test_half_a_pair_names_the_other_half(at_home_scloud: Run) -> None:
    done = at_home_scloud("course", "list", environ={"SCLOUD_APP_ID": "local"})
    assert done.code == 4
    assert "SCLOUD_SECRET_KEY" in done.error["message"]


def test_a_malformed_config_file_is_named_with_its_line(
    at_home_scloud: Run, tmp_path: Path
) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text("current = \n")
    done = at_home_scloud("auth", "list")
    assert done.code == 2
    assert "config.toml" in done.error["message"]
    assert "line 1" in done.error["message"]


def test_a_token_opens_what_its_scope_covers(scloud: Run, at_home_scloud: Run) -> None:
    token = scloud("auth", "token", "--scope", "read:course", "-o", "ids").out.strip()
    given = {"SCLOUD_TOKEN": token}
    assert at_home_scloud("course", "list", environ=given).code == 0
    refused = at_home_scloud("registration", "list", environ=given)
    assert refused.code == 4
    assert token not in at_home_scloud("course", "list", "--debug", environ=given).err


def test_a_token_is_not_for_v1(scloud: Run) -> None:
    assert scloud("auth", "token", "--scope", "read", "--api", "v1").code == 1


def test_a_token_is_bare_on_a_terminal(scloud_on_terminal: Run) -> None:
    done = scloud_on_terminal("auth", "token", "--scope", "read")
    assert len(done.out.split()) == 1


def test_ping_tells_the_clock_difference(scloud: Run, api: str) -> None:
    found = scloud("ping", "--api", api).json
    assert (found["api"], found["application"]) == (api, "local")
    assert abs(found["clockDifference"]) < 5


def test_ping_prints_its_fields_on_a_terminal(scloud_on_terminal: Run) -> None:
    assert "application" in scloud_on_terminal("ping").text


needs_secret_service = pytest.mark.skipif(
    sys.platform != "linux"
    or not shutil.which("dbus-run-session")
    or not shutil.which("gnome-keyring-daemon"),
    reason="needs dbus-run-session and gnome-keyring-daemon",
)
UNLOCK = "printf pass-word | gnome-keyring-daemon --unlock --components=secrets > /dev/null; "
LOCKED = "gnome-keyring-daemon --start --components=secrets > /dev/null; "


@pytest.fixture
def beside_a_keyring(at_home: dict[str, str], tmp_path: Path) -> Callable[..., Result]:
    """Run a shell command beside a Secret Service of its own, its keyring in an empty home."""
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    environ = {name: value for name, value in at_home.items() if name != "SCLOUD_KEYRING"}
    environ |= {"XDG_RUNTIME_DIR": str(runtime), "PATH": f"{SCLOUD.parent}:{os.environ['PATH']}"}

    def run(command: str, *, before: str = UNLOCK) -> Result:
        done = subprocess.run(
            ["dbus-run-session", "--", "bash", "-c", before + command],
            capture_output=True,
            text=True,
            env=environ,
            cwd=tmp_path,
            timeout=60,
        )
        lines = [each for each in done.stderr.splitlines() if each.startswith("{")]
        return Result(done.returncode, done.stdout, "\n".join(lines))

    return run


@pytest.mark.process
@needs_secret_service
def test_the_keyring_keeps_the_secret_from_login_to_logout(
    beside_a_keyring: Callable[..., Result], tmp_path: Path
) -> None:
    login = f"echo {SECRET} | scloud auth login --app-id local --secret-stdin"
    done = beside_a_keyring(login)
    assert done.code == 0, done.err
    assert done.json["store"] == "keyring"
    # Another session, another process, the same keyring.
    assert beside_a_keyring("scloud auth status -o json").json["source"] == "keyring"
    assert beside_a_keyring("scloud course list").code == 0
    for path in (tmp_path / "config").rglob("*"):
        assert path.is_dir() or SECRET not in path.read_text()
    assert beside_a_keyring("scloud auth logout").code == 0
    assert beside_a_keyring("scloud course list").code == 4


@pytest.mark.process
@needs_secret_service
def test_a_locked_keyring_is_not_waited_for(beside_a_keyring: Callable[..., Result]) -> None:
    login = f"echo {SECRET} | scloud auth login --app-id local --secret-stdin"
    assert beside_a_keyring(login).code == 0
    started = time.monotonic()
    done = beside_a_keyring("scloud course list", before=LOCKED)
    assert time.monotonic() - started < 15
    assert done.code == 4
    assert "SCLOUD_SECRET_KEY" in done.error["hint"]


@pytest.mark.process
@needs_secret_service
def test_the_environment_is_taken_without_asking_the_keyring(
    beside_a_keyring: Callable[..., Result],
) -> None:
    pair = f"SCLOUD_APP_ID=local SCLOUD_SECRET_KEY={SECRET} "
    assert beside_a_keyring(pair + "scloud course list", before=LOCKED).code == 0


@pytest.mark.process
def test_the_environment_is_taken_without_importing_keyring(environ: dict[str, str]) -> None:
    script = (
        "import sys; from scormcloud_cli import cli; code = cli.main(['course', 'list']); "
        "sys.exit(code or 'keyring' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=environ, capture_output=True, timeout=60
    )
    assert done.returncode == 0
