"""Much at once: registrations from a file, under faults, killed and gone on with."""

import csv
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from scormcloud_cli.emulator.faults import Rule, Rules
from tests.support.emulators import ServedEmulator
from tests.support.environs import SAMPLES, application_environ
from tests.support.killing import kill_at_request
from tests.support.processes import Processes
from tests.support.results import Run
from tests.support.unruly import CutAfterRequest

NewId = Callable[[str], str]

# What goes wrong while much is done.
FAULTS = Rules(
    (
        Rule(rate=0.05, status=429),
        Rule(rate=0.05, status=503),
        Rule(rate=0.02, cut="request"),
        Rule(rate=0.02, cut="answer"),
        Rule(rate=0.02, cut="lost"),
    ),
    seed=11,
)
# How many rows a run has; SCLOUD_BULK_ROWS makes the runs long ones.
ROWS = int(os.environ.get("SCLOUD_BULK_ROWS", "50"))
# A run of many is killed for the first time when so many requests have been made.
EARLY = ROWS // 5
# How many rows a run has that is not killed.
FEWER = ROWS * 3 // 5


def learners(path: Path, course_id: str, count: int) -> list[str]:
    """Write a file of so many learners, and return them."""
    names = [f"l{number}@example.org" for number in range(count)]
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["courseId", "learnerId", "firstName"])
        writer.writerows([course_id, name, f"L {name}"] for name in names)
    return names


def registered(service: httpx.Client, course_id: str) -> list[str]:
    """Return the learners that are registered for a course, one for each registration."""
    found: list[str] = []
    query = {"courseId": course_id}
    while True:
        page = service.get("/registrations", params=query).json()
        found += [each["learner"]["id"] for each in page["registrations"]]
        if not page.get("more"):
            return sorted(found)
        query = {"more": page["more"]}


def test_registrations_of_a_file_are_made_once(
    over: Run, service: httpx.Client, golf: str, tmp_path: Path
) -> None:
    names = learners(tmp_path / "many.csv", golf, FEWER)
    first = over("registration", "import", "many.csv", "-o", "jsonl")
    assert first.code == 0, first.err
    lines = [json.loads(line) for line in first.out.splitlines()]
    assert [line["learner"]["id"] for line in lines] == names
    assert {line["status"] for line in lines} == {"created"}
    again = over("registration", "import", "many.csv", "-o", "jsonl")
    assert {json.loads(line)["status"] for line in again.out.splitlines()} == {"exists"}
    assert registered(service, golf) == sorted(names)
    assert [path.name for path in tmp_path.glob("many*")] == ["many.csv"]


def test_nothing_is_sent_where_a_row_is_wrong(scloud: Run, golf: str, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text(f"courseId,learnerId\n{golf},ann\n{golf},\n")
    done = scloud("registration", "import", "bad.csv")
    assert (done.code, done.error["code"], done.out) == (2, "bad_rows", "")
    assert scloud("registration", "list", "--course", golf).json == []


def test_rows_that_failed_are_kept_for_another_run(
    over: Run, golf: str, tmp_path: Path, new_id: NewId
) -> None:
    other = new_id("tennis")
    text = f"courseId,learnerId\n{golf},ann\n{other},bob\n"
    (tmp_path / "some.csv").write_text(text)
    done = over("registration", "import", "some.csv")
    assert (done.code, [each["status"] for each in done.json]) == (9, ["created", "failed"])
    assert "some.csv.failed.csv" in done.error["hint"]
    assert over("course", "import", str(SAMPLES / "aicc.zip"), "--id", other).code == 0
    assert over("registration", "import", "some.csv.failed.csv").json[0]["status"] == "created"


def test_what_is_exported_can_be_imported(over: Run, golf: str, ann: str, tmp_path: Path) -> None:
    assert over("registration", "export", "--course", golf, "-O", "all.csv").code == 0
    assert over("registration", "delete", ann, "--yes").code == 0
    done = over("registration", "import", "all.csv").json
    assert [(each["id"], each["status"]) for each in done] == [(ann, "created")]
    assert over("registration", "export", "-O", "all.xls").code == 2


@pytest.mark.process
def test_a_terminal_shows_how_many_are_done(
    scloud_on_pseudo_terminal: Run, golf: str, tmp_path: Path
) -> None:
    learners(tmp_path / "many.csv", golf, 40)
    done = scloud_on_pseudo_terminal("registration", "import", "many.csv")
    assert done.code == 0, done.text
    assert "40 created, 0 there before" in done.text


@pytest.fixture
def failing(emulator: ServedEmulator) -> Iterator[ServedEmulator]:
    """An emulator that fails often, over the same data."""
    with ServedEmulator(emulator.folder, FAULTS) as served:
        yield served


@pytest.fixture
def faulty(failing: ServedEmulator) -> dict[str, str]:
    """The environment of a command that asks the emulator that fails often."""
    return application_environ(failing.url)


def test_under_faults_none_is_lost_and_none_is_double(
    over: Run, service: httpx.Client, golf: str, faulty: dict[str, str], tmp_path: Path
) -> None:
    names = learners(tmp_path / "many.csv", golf, FEWER)
    done = over(
        *("registration", "import", "many.csv", "-q", "--retries", "8", "-o", "jsonl"),
        environ=faulty,
    )
    assert done.code == 0, done.err
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert [line["learner"]["id"] for line in lines] == names
    assert {line["status"] for line in lines} == {"created"}
    assert registered(service, golf) == sorted(names)
    ids = "".join(line["id"] + "\n" for line in lines)
    gone = over(
        *("registration", "delete", "-", "--yes", "-q", "--retries", "8", "-o", "jsonl"),
        typed=ids,
        environ=faulty,
    )
    assert gone.code == 0, gone.err
    assert [json.loads(line)["id"] for line in gone.out.splitlines()] == ids.split()
    assert registered(service, golf) == []


@pytest.mark.process
def test_a_run_that_is_killed_again_and_again_is_gone_on_with(
    over: Run,
    service: httpx.Client,
    golf: str,
    failing: ServedEmulator,
    faulty: dict[str, str],
    environ: dict[str, str],
    processes: Processes,
    api: str,
    tmp_path: Path,
) -> None:
    names = learners(tmp_path / "many.csv", golf, ROWS)
    words = ("registration", "import", "many.csv", "--resume", "-q", "--retries", "8")
    for answered in (False, True, False):
        kill_at_request(
            *(processes, failing, EARLY, words),
            environ={**environ, **faulty, "SCLOUD_API": api},
            folder=tmp_path,
            answered=answered,
        )
    done = over(*words, "-o", "jsonl", environ=faulty)
    assert done.code == 0, done.err
    assert registered(service, golf) == sorted(names)
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert [line["learner"]["id"] for line in lines] == names  # of the killed runs as well
    assert 0 < sum(line.get("fromJournal", False) for line in lines) < ROWS
    assert not (tmp_path / "many.csv.journal").exists()


@pytest.mark.process
def test_a_deletion_that_is_killed_again_and_again_is_gone_on_with(
    over: Run,
    service: httpx.Client,
    golf: str,
    failing: ServedEmulator,
    faulty: dict[str, str],
    environ: dict[str, str],
    processes: Processes,
    api: str,
    tmp_path: Path,
) -> None:
    learners(tmp_path / "many.csv", golf, ROWS)
    ids = over("registration", "import", "many.csv", "-q", "-o", "ids").out
    words = ("registration", "delete", "-", "--yes", "-q", "--retries", "8", "-o", "jsonl")
    kept = ("--journal", "gone.journal", "--resume")
    for answered in (False, True, False):
        kill_at_request(
            *(processes, failing, EARLY, (*words, *kept)),
            environ={**environ, **faulty, "SCLOUD_API": api},
            folder=tmp_path,
            typed=ids,
            answered=answered,
        )
    done = over(*words, *kept, typed=ids, environ=faulty)
    assert done.code == 0, done.err
    assert registered(service, golf) == []
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == ids.split()
    assert not (tmp_path / "gone.journal").exists()


@pytest.mark.process
def test_an_import_of_many_that_is_killed_is_gone_on_with(
    over: Run,
    emulator: ServedEmulator,
    environ: dict[str, str],
    processes: Processes,
    api: str,
    new_id: NewId,
    tmp_path: Path,
) -> None:
    ids = [new_id(f"c{number}") for number in range(8)]
    for course_id in ids:
        (tmp_path / f"{course_id}.zip").write_bytes((SAMPLES / "scorm12.zip").read_bytes())
    sources = [f"{course_id}.zip" for course_id in ids]
    words = ("course", "import", *sources, "--tag", "autumn", "--jobs", "2", "--journal", "sent")
    for answered in (False, True):
        kill_at_request(
            *(processes, emulator, 10, (*words, "--resume")),
            environ={**environ, "SCLOUD_API": api},
            folder=tmp_path,
            answered=answered,
        )
    done = over(*words, "--resume", "-o", "jsonl")
    assert done.code == 0, done.err
    assert not (tmp_path / "sent").exists()
    listed = over("course", "list", "--tag", "autumn", "-o", "ids").out.split()
    assert set(ids) <= set(listed)
    for course_id in ids:
        assert len(over("course", "versions", course_id).json) == 1


def test_what_cannot_be_imported_among_many_is_told_by_its_course(
    over: Run, golf: str, tmp_path: Path
) -> None:
    (tmp_path / f"{golf}.zip").write_bytes((SAMPLES / "scorm12.zip").read_bytes())
    done = over("course", "import", f"{golf}.zip", "missing.zip")
    assert done.code == 9
    told = [(each["courseId"], each["error"]["code"]) for each in done.json]
    assert told == [(golf, "course_exists"), ("missing", "file_not_found")]


def test_several_machines_share_a_run(
    over: Run, service: httpx.Client, golf: str, tmp_path: Path
) -> None:
    names = learners(tmp_path / "many.csv", golf, 30)
    parts = [
        over("registration", "import", "many.csv", "--shard", f"{number}/2", "-o", "ids")
        for number in (1, 2)
    ]
    assert sum(len(part.out.split()) for part in parts) == len(names)
    assert registered(service, golf) == sorted(names)


def test_what_failed_of_piped_ids_can_be_piped_again(
    over: Run, golf: str, ann: str, tmp_path: Path
) -> None:
    words = ("registration", "tag", "add-many", "-", "--tag", "a", "--journal", "tagged")
    done = over(*words, typed=f"{ann}\nnobody\n")
    assert (done.code, "tagged.failed" in done.error["hint"]) == (9, True)
    assert (tmp_path / "tagged.failed").read_text() == "nobody\n"


def test_an_import_whose_answer_is_lost_is_found(
    over: Run, service: httpx.Client, new_id: NewId
) -> None:
    course_id = new_id("golf")
    for version, more in ((0, ()), (1, ("--new-version",))):
        with CutAfterRequest(str(service.base_url), "import") as between:
            words = ("course", "import", str(SAMPLES / "aicc.zip"), "--id", course_id, *more)
            done = over(*words, "--title", "Golf", environ={"SCLOUD_BASE_URL": between.url})
        assert done.code == 0, done.err
        assert between.cut == 1
        assert (done.json["status"], done.json["course"]["version"]) == ("COMPLETE", version)
        assert done.json["course"]["title"] == "Golf"


def test_a_download_that_breaks_off_is_gone_on_with(
    over: Run, emulator: ServedEmulator, new_id: NewId, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "big.zip", "w") as target:
        with zipfile.ZipFile(SAMPLES / "scorm12.zip") as source:
            for name in source.namelist():
                target.writestr(name, source.read(name))
        target.writestr("film.mp4", os.urandom(300_000))
    course_id = new_id("big")
    assert over("course", "import", "big.zip", "--id", course_id).code == 0
    rule = Rule(operations=("GetCourseZip", "rustici.course.getAssets"), rate=0.6, cut="answer")
    with ServedEmulator(emulator.folder, Rules((rule,), seed=4)) as cutting:
        done = over(
            *("course", "download", course_id, "-O", "got.zip", "--retries", "8"),
            environ=application_environ(cutting.url),
        )
    assert done.code == 0, done.err
    assert "trying again" in done.err
    assert (tmp_path / "got.zip").read_bytes() == (tmp_path / "big.zip").read_bytes()
