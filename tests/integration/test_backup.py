"""A whole application to files and back: what comes back, what does not, and what is killed."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scormcloud_cli.api.cloud import Cloud
from scormcloud_cli.api.courses import CourseQuery
from scormcloud_cli.api.credentials import Credentials
from scormcloud_cli.api.destinations import DestinationChange
from scormcloud_cli.api.dispatches import DispatchChange
from scormcloud_cli.api.messages import Upload
from scormcloud_cli.api.registrations import NewRegistration, Registration, RegistrationQuery
from scormcloud_cli.api.transport import Transport
from tests.support.emulators import ServedEmulator
from tests.support.environs import SAMPLES
from tests.support.killing import kill_at_request
from tests.support.processes import Processes
from tests.support.results import Run

MANAGER = Credentials("local-manager", "local-manager-secret")
# What the service gives anew, whatever is restored.
OWN = ("created", "updated", "createdDate", "listed", "earlierInstances", "instance")
PASSED = {
    "id": "golf-ann",
    "registrationCompletion": "COMPLETED",
    "registrationSuccess": "PASSED",
    "score": {"scaled": 88.0},
    "totalSecondsTracked": 61.5,
    "activityDetails": {
        "id": "org",
        "activityCompletion": "COMPLETED",
        "timeTracked": "0000:01:01.50",
        "children": [
            {
                "id": "item-1",
                "attempts": 1,
                "activityCompletion": "COMPLETED",
                "activitySuccess": "PASSED",
                "score": {"scaled": 88.0},
                "timeTracked": "0000:01:01.50",
                "runtime": {"suspendData": "page=3", "runtimeInteractions": [{"id": "q1"}]},
            }
        ],
    },
}


@dataclass(frozen=True)
class Application:
    """An application of the emulator, and what points scloud at it."""

    cloud: Cloud
    environ: dict[str, str]

    def put(self, course_id: str, sample: str) -> None:
        """Import a version of a course."""
        with (SAMPLES / sample).open("rb") as file:
            job = self.cloud.courses.import_file(
                course_id, Upload("file", file, sample), new_version=True
            )
        while self.cloud.courses.job(job).status == "RUNNING":
            time.sleep(0.01)


@pytest.fixture
def new_application(emulator: ServedEmulator) -> Iterator[Callable[[], Application]]:
    """Make applications that have nothing in them."""
    with closing(Transport()) as transport:
        manager = Cloud(emulator.url, MANAGER, transport=transport).applications

        def make() -> Application:
            app_id = manager.create("Academy").id
            secret = manager.create_credential(app_id, "test").credential or ""
            cloud = Cloud(emulator.url, Credentials(app_id, secret), transport=transport)
            pair = {"SCLOUD_APP_ID": app_id, "SCLOUD_SECRET_KEY": secret}
            return Application(cloud, {"SCLOUD_BASE_URL": emulator.url, **pair})

        yield make


@pytest.fixture
def academy(new_application: Callable[[], Application]) -> Application:
    """An application with something of everything."""
    made = new_application()
    cloud = made.cloud
    made.put("Golf", "scorm12.zip")
    made.put("Golf", "aicc.zip")
    made.put("tennis", "scorm2004-4th.zip")
    cloud.courses.set_title("Golf", "Golf für alle")
    cloud.courses.tags.set("Golf", ["sport", "outdoor"])
    cloud.courses.configuration().set("Golf", {"PlayerShowNavBar": "true"})
    cloud.courses.configuration(0).set("Golf", {"PlayerShowNavBar": "false"})
    cloud.configuration.set("", {"PlayerShowProgressBar": "true"})
    cloud.destinations.create("acme", DestinationChange(name="Acme", tags=("emea",), notes="n"))
    cloud.destinations.hash_user_info("acme", True)
    lent = DispatchChange(enabled=False, registration_cap=5, email="x@example.org")
    cloud.dispatches.create("golf-at-acme", "acme", "Golf", lent, ["old"])
    cloud.registrations.create(
        NewRegistration(
            id="golf-ann",
            course_id="Golf",
            learner_id="ann",
            first_name="Ann",
            course_version=0,
            tags=("night",),
            settings={"PlayerShowNavBar": "true"},
            state=Registration.from_record(PASSED),
        )
    )
    new = NewRegistration(id="tennis/bob", course_id="tennis", learner_id="bob")
    cloud.registrations.create(new)
    cloud.registrations.new_instance("tennis/bob")
    return made


@pytest.fixture
def elsewhere(new_application: Callable[[], Application]) -> Application:
    """An application with nothing in it."""
    return new_application()


def content(backup: Path) -> dict[str, Any]:
    """Return what a backup holds, but for what the service gives anew."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: plain(each) for name, each in value.items() if name not in OWN}
        return [plain(each) for each in value] if isinstance(value, list) else value

    found: dict[str, Any] = {}
    for path in sorted(backup.rglob("*")):
        if path.is_file() and path.name not in ("backup.json", "SHA256SUMS"):
            place = path.relative_to(backup).as_posix()
            is_json = path.suffix == ".json"
            found[place] = plain(json.loads(path.read_bytes())) if is_json else path.read_bytes()
    return found


def statuses(out: str) -> dict[str, str]:
    """Return what was said of each thing, by its kind and ID."""
    rows = [json.loads(line) for line in out.splitlines()]
    return {f"{each['kind']} {each['id']}": each["status"] for each in rows}


def test_an_application_comes_back_in_another(
    scloud: Run, academy: Application, elsewhere: Application, tmp_path: Path
) -> None:
    saved = scloud("backup", "one", "-o", "jsonl", environ=academy.environ)
    assert saved.code == 0, saved.err
    assert set(statuses(saved.out).values()) == {"saved"}
    done = scloud("restore", "one", "-o", "jsonl", environ=elsewhere.environ)
    assert done.code == 0, done.err
    assert scloud("backup", "two", "-q", environ=elsewhere.environ).code == 0
    assert content(tmp_path / "two") == content(tmp_path / "one")
    ann = content(tmp_path / "two")["registrations/golf-ann.json"]["registration"]
    assert (ann["score"], ann["course"]["version"]) == ({"scaled": 88.0}, 0)
    activity = ann["activityDetails"]["children"][0]
    assert (activity["attempts"], activity["runtime"]["suspendData"]) == (1, "page=3")


def test_what_cannot_be_restored_is_told(
    scloud: Run, academy: Application, elsewhere: Application, tmp_path: Path
) -> None:
    assert scloud("backup", "one", "-q", environ=academy.environ).code == 0
    rows = scloud("restore", "one", environ=elsewhere.environ).json
    bob = next(each for each in rows if each["id"] == "tennis/bob")
    assert "instances 0, before the newest" in bob["notRestored"]
    left_out = json.loads((tmp_path / "one/backup.json").read_text())["notIncluded"]
    assert any("launch history" in each for each in left_out)


def test_restoring_again_changes_nothing(
    scloud: Run, academy: Application, elsewhere: Application
) -> None:
    assert scloud("backup", "one", "-q", environ=academy.environ).code == 0
    assert scloud("restore", "one", "-q", environ=elsewhere.environ).code == 0
    again = scloud("restore", "one", "-o", "jsonl", environ=elsewhere.environ)
    assert set(statuses(again.out).values()) == {"exists"}
    home = scloud("restore", "one", "-o", "jsonl", environ=academy.environ)
    assert set(statuses(home.out).values()) == {"exists"}


def test_a_plan_tells_what_a_restore_would_do_and_does_nothing(
    scloud: Run, academy: Application, elsewhere: Application
) -> None:
    assert scloud("backup", "one", "-q", environ=academy.environ).code == 0
    plan = scloud("restore", "one", "--dry-run", "-o", "jsonl", environ=elsewhere.environ)
    assert "dry run: profile environment, application " in plan.err
    assert plan.code == 0, plan.err
    assert statuses(plan.out)["course Golf"] == "create"
    assert list(elsewhere.cloud.courses.list(CourseQuery())) == []
    academy.cloud.courses.set_title("Golf", "Golf")
    academy.cloud.registrations.delete("golf-ann")
    plan = scloud("restore", "one", "--dry-run", "-o", "jsonl", environ=academy.environ)
    assert statuses(plan.out)["course Golf"] == "update"
    assert statuses(plan.out)["registration golf-ann"] == "create"
    assert academy.cloud.courses.get("Golf").title == "Golf"


def test_only_what_has_changed_is_fetched_again(scloud: Run, academy: Application) -> None:
    assert scloud("backup", "one", "-q", environ=academy.environ).code == 0
    academy.put("Golf", "cmi5.zip")
    academy.cloud.registrations.reset("tennis/bob")
    again = scloud("backup", "one", "-o", "jsonl", "--debug", environ=academy.environ)
    told = statuses(again.out)
    assert (told["course Golf"], told["registration tennis/bob"]) == ("saved", "saved")
    assert (told["course tennis"], told["destination acme"]) == ("unchanged", "unchanged")
    fetched = [
        line
        for line in again.err.splitlines()
        if line.startswith("> GET") and line.endswith("/zip")
    ]
    assert [line.rpartition("/courses/")[2] for line in fetched] == ["Golf/versions/2/zip"]
    full = scloud("backup", "one", "--full", "-o", "jsonl", environ=academy.environ)
    sizes = {each["id"]: each.get("bytes") for each in map(json.loads, full.out.splitlines())}
    assert sizes["tennis"] == (SAMPLES / "scorm2004-4th.zip").stat().st_size


def test_a_backup_is_plain_files_that_any_tool_can_check(
    over: Run, academy: Application, tmp_path: Path
) -> None:
    done = over("backup", "one", "-q", environ=academy.environ)
    assert done.code == 0, done.err
    lines = (tmp_path / "one/SHA256SUMS").read_text().splitlines()
    for line in lines:
        digest, _, place = line.partition("  ")
        assert hashlib.sha256((tmp_path / "one" / place).read_bytes()).hexdigest() == digest
    packages = [path.read_bytes() for path in (tmp_path / "one/courses").rglob("*.zip")]
    assert (SAMPLES / "aicc.zip").read_bytes() in packages
    assert len(packages) == 3


def test_what_is_gone_is_not_restored_and_is_pruned(
    scloud: Run, academy: Application, elsewhere: Application, tmp_path: Path
) -> None:
    assert scloud("backup", "one", "-q", environ=academy.environ).code == 0
    academy.cloud.registrations.delete("golf-ann")
    assert scloud("backup", "one", "-q", environ=academy.environ).code == 0
    assert (tmp_path / "one/registrations/golf-ann.json").exists()
    assert scloud("restore", "one", "-q", environ=elsewhere.environ).code == 0
    assert [each.id for each in elsewhere.cloud.registrations.list(RegistrationQuery())] == [
        "tennis/bob"
    ]
    assert scloud("backup", "one", "-q", "--prune", environ=academy.environ).code == 0
    assert not (tmp_path / "one/registrations/golf-ann.json").exists()


def test_settings_that_have_changed_are_saved_though_nothing_else_has(
    scloud: Run, academy: Application, tmp_path: Path
) -> None:
    scloud("backup", "one", environ=academy.environ)
    academy.cloud.registrations.configuration().set("golf-ann", {"PlayerShowNavBar": "false"})
    academy.cloud.courses.configuration(1).set("Golf", {"PlayerShowNavBar": "true"})
    told = statuses(scloud("backup", "one", "-o", "jsonl", environ=academy.environ).out)
    changed = {thing for thing, status in told.items() if status == "saved"}
    assert changed == {"registration golf-ann", "course Golf"}
    saved = json.loads((tmp_path / "one/registrations/golf-ann.json").read_text())
    assert saved["settings"] == {"PlayerShowNavBar": "false"}


def test_a_course_whose_versions_repeat_each_other_is_known_again(
    scloud: Run, new_application: Callable[[], Application], elsewhere: Application
) -> None:
    academy = new_application()
    for sample in ("aicc.zip", "aicc.zip", "cmi5.zip"):
        academy.put("golf", sample)
    for version in (0, 1, 2):
        new = NewRegistration(
            id=f"golf-{version}", course_id="golf", learner_id="ann", course_version=version
        )
        academy.cloud.registrations.create(new)
    assert scloud("backup", "one", "-q", environ=academy.environ).code == 0
    home = scloud("restore", "one", "-o", "jsonl", environ=academy.environ)
    assert set(statuses(home.out).values()) == {"exists"}
    first = scloud("restore", "one", environ=elsewhere.environ).json
    assert "versions that only repeat the one before" in first[0]["notRestored"]
    again = scloud("restore", "one", "-o", "jsonl", environ=elsewhere.environ)
    assert set(statuses(again.out).values()) == {"exists"}
    made = elsewhere.cloud.registrations.list(RegistrationQuery(order_by="created_asc"))
    versions = {each.id: each.course and each.course.version for each in made}
    assert versions == {"golf-0": 0, "golf-1": 0, "golf-2": 1}


def test_a_course_with_other_content_is_not_touched(
    scloud: Run, academy: Application, elsewhere: Application
) -> None:
    assert scloud("backup", "one", "-q", environ=academy.environ).code == 0
    elsewhere.put("Golf", "cmi5.zip")
    done = scloud("restore", "one", "-o", "jsonl", environ=elsewhere.environ)
    assert done.code == 9
    told = statuses(done.out)
    assert (told["course Golf"], told["course tennis"]) == ("failed", "created")
    assert (told["dispatch golf-at-acme"], told["registration golf-ann"]) == ("failed", "failed")
    assert len(list(elsewhere.cloud.courses.versions("Golf"))) == 1


def test_what_is_no_whole_backup_is_refused(
    scloud: Run, academy: Application, tmp_path: Path
) -> None:
    nothing = scloud("restore", "nothing", environ=academy.environ)
    assert (nothing.code, nothing.error["code"]) == (2, "no_backup")
    assert scloud("backup", "one", "-q", environ=academy.environ).code == 0
    (tmp_path / "one/destinations/acme.json").write_text("{}")
    damaged = scloud("restore", "one", environ=academy.environ)
    assert (damaged.code, damaged.error["code"]) == (2, "backup_damaged")
    v1 = scloud("restore", "one", "--api", "v1", environ=academy.environ)
    assert (v1.code, v1.error["code"]) == (1, "unsupported_by_api")


@pytest.mark.process
def test_a_killed_backup_is_none_until_it_is_run_again(
    scloud: Run,
    academy: Application,
    emulator: ServedEmulator,
    environ: dict[str, str],
    processes: Processes,
    tmp_path: Path,
) -> None:
    before = emulator.requests
    assert scloud("backup", "two", "-q", environ=academy.environ).code == 0
    requests = emulator.requests - before
    words = ("backup", "one", "--jobs", "1")
    for number in (requests // 4, requests // 3, requests // 2):
        kill_at_request(
            *(processes, emulator, number, words),
            environ={**environ, **academy.environ},
            folder=tmp_path,
        )
        if (tmp_path / "one").exists():
            refused = scloud("restore", "one", environ=academy.environ)
            assert refused.error["code"] == "backup_unfinished"
    assert scloud("backup", "one", "-q", "--prune", environ=academy.environ).code == 0
    files = [path.relative_to(tmp_path / "two") for path in (tmp_path / "two").rglob("*")]
    assert [path for path in files if not (tmp_path / "one" / path).exists()] == []
    assert content(tmp_path / "one") == content(tmp_path / "two")


@pytest.mark.process
def test_a_restore_that_is_killed_again_and_again_is_gone_on_with(
    scloud: Run,
    academy: Application,
    elsewhere: Application,
    emulator: ServedEmulator,
    environ: dict[str, str],
    processes: Processes,
    tmp_path: Path,
) -> None:
    assert scloud("backup", "one", "-q", environ=academy.environ).code == 0
    words = ("restore", "one", "--settle", "2")
    for number in (5, 10, 20, 30):
        kill_at_request(
            *(processes, emulator, number, words),
            environ={**environ, **elsewhere.environ},
            folder=tmp_path,
            answered=number % 2 == 1,
        )
    done = scloud(*words, "-q", environ=elsewhere.environ)
    assert done.code == 0, done.err
    assert scloud("backup", "two", "-q", environ=elsewhere.environ).code == 0
    assert content(tmp_path / "two") == content(tmp_path / "one")


def test_a_terminal_is_told_how_it_went(
    scloud_on_terminal: Run, academy: Application, elsewhere: Application
) -> None:
    saved = scloud_on_terminal("backup", "one", environ=academy.environ)
    assert saved.code == 0, saved.text
    assert "saved, 0 unchanged: one" in saved.text
    done = scloud_on_terminal("restore", "one", environ=elsewhere.environ)
    assert "NOT RESTORED" in done.text
    assert "created" in done.text.splitlines()[-1]
