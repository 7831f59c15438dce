"""``scloud course publish`` as a pipeline runs it: again and again, whatever happened before."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.support.emulators import ServedEmulator
from tests.support.environs import SAMPLES
from tests.support.killing import kill_at_request
from tests.support.processes import Processes
from tests.support.results import Run
from tests.support.unruly import CutAfterRequest

NewId = Callable[[str], str]


def versions(over: Run, course_id: str) -> list[int]:
    return [each["version"] for each in over("course", "versions", course_id).json]


def test_it_is_created_then_unchanged_then_updated(
    over: Run, folder: Path, new_id: NewId, tmp_path: Path
) -> None:
    course_id = new_id("golf")
    first = over("course", "publish", str(folder), "--id", course_id).json
    assert (first["version"], first["action"], first["changed"]) == (0, "created", [])
    # Zipped in another order, at another time, with another compression: the same content.
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as package:
        for path in sorted(folder.rglob("*"), reverse=True):
            package.write(path, path.relative_to(folder).as_posix())
    again = over("course", "publish", "other.zip", "--id", course_id).json
    assert (again["version"], again["action"]) == (0, "unchanged")
    assert again["fingerprint"] == first["fingerprint"]
    (folder / "index.html").write_text("<h1>New</h1>")
    newer = over("course", "publish", str(folder), "--id", course_id).json
    assert (newer["version"], newer["action"]) == (1, "updated")
    assert over("course", "publish", str(folder), "--id", course_id).json["action"] == "unchanged"
    assert versions(over, course_id) == [0, 1]


def test_title_tags_and_settings_are_set_where_they_differ(
    over: Run, folder: Path, new_id: NewId
) -> None:
    publish = ("course", "publish", str(folder), "--id", new_id("golf"))
    wishes = ("--title", "Golf", "--tag", "a", "--tag", "b", "--setting", "PlayerShowNavBar=true")
    assert over(*publish, *wishes).json["changed"] == ["title", "tags", "settings"]
    assert over(*publish, *wishes).json["changed"] == []
    changed = over(*publish, "--title", "Golf", "--tag", "b").json
    assert (changed["action"], changed["changed"]) == ("unchanged", ["tags"])
    shown = over("course", "show", publish[-1]).json
    assert shown["title"] == "Golf"
    assert [tag for tag in shown["tags"] if not tag.startswith("scloud:")] == ["b"]


def test_a_file_beside_the_source_says_what_it_is_to_be(
    scloud: Run, folder: Path, new_id: NewId
) -> None:
    course_id = new_id("golf")
    config = folder.parent / "scloud.toml"
    config.write_text(
        f'[{course_id}]\ntitle = "Golf"\ntags = ["sport"]\n'
        f"[{course_id}.settings]\nPlayerShowNavBar = true\n[another]\ntitle = 'x'\n"
    )
    done = scloud("course", "publish", str(folder), "--id", course_id).json
    assert done["changed"] == ["title", "tags", "settings"]
    done = scloud("course", "publish", str(folder), "--id", course_id, "--title", "Other").json
    assert done["changed"] == ["title"]


def test_a_file_in_the_folder_says_it_too_and_is_not_sent(
    over: Run, folder: Path, new_id: NewId
) -> None:
    course_id = new_id("golf")
    publish = ("course", "publish", str(folder), "--id", course_id)
    before = over(*publish).json
    (folder / "scloud.toml").write_text(f'[{course_id}]\ntitle = "Golf"\n')
    after = over(*publish).json
    assert (after["action"], after["changed"], after["title"]) == ("unchanged", ["title"], "Golf")
    assert after["fingerprint"] == before["fingerprint"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[golf", "scloud.toml"),
        ("[golf]\ntitel = 'Golf'", "unknown key 'titel'"),
        ("[golf]\ntags = 'sport'", "tags of [golf] must be a list"),
        ("golf = 1", "must be a table"),
    ],
)
def test_a_file_that_says_what_is_not_known_is_refused(
    scloud: Run, folder: Path, text: str, message: str
) -> None:
    (folder.parent / "scloud.toml").write_text(text)
    done = scloud("course", "publish", str(folder), "--id", "golf", "--dry-run")
    assert done.code == 2
    assert message in done.error["message"]


def test_a_course_whose_fingerprint_is_lost_is_compared_by_its_package(
    over: Run, folder: Path, new_id: NewId
) -> None:
    publish = ("course", "publish", str(folder), "--id", new_id("golf"))
    over(*publish)
    over("course", "tag", "set", publish[-1], "mine")
    compared, known = over(*publish, "--debug"), over(*publish, "--debug")
    assert compared.json["action"] == known.json["action"] == "unchanged"
    assert (_downloads(compared.err), _downloads(known.err)) == (1, 0)  # it is kept again
    tags = over("course", "tag", "list", publish[-1]).json["tags"]
    assert tags[0] == "mine"
    assert tags[1].startswith("scloud:0:")


def test_what_a_killed_run_left_of_other_versions_is_taken_away(
    over: Run, folder: Path, new_id: NewId
) -> None:
    course_id = new_id("golf")
    publish = ("course", "publish", str(folder), "--id", course_id)
    over(*publish)
    over("course", "tag", "add", course_id, "scloud:7:0123", "scloud:sending:0123")
    assert over(*publish).json["action"] == "unchanged"
    tags = over("course", "tag", "list", course_id).json["tags"]
    assert [tag[:9] for tag in tags] == ["scloud:0:"]


def _downloads(debugged: str) -> int:
    """Return how many packages were fetched."""
    asked = [line for line in debugged.splitlines() if line.startswith("> ")]
    return sum(line.endswith("/zip") or "course.getAssets" in line for line in asked)


def test_a_version_that_somebody_else_made_is_seen(over: Run, folder: Path, new_id: NewId) -> None:
    publish = ("course", "publish", str(folder), "--id", new_id("golf"))
    over(*publish)
    over("course", "import", str(SAMPLES / "aicc.zip"), "--id", publish[-1], "--new-version")
    done = over(*publish).json
    assert (done["action"], done["version"]) == ("updated", 2)


@pytest.fixture
def courses(tmp_path: Path, new_id: NewId) -> list[str]:
    """The IDs of four courses, whose folders are in ``courses``; the second is broken."""
    ids = sorted(new_id("golf") for _ in range(4))
    for course_id in ids:
        with zipfile.ZipFile(SAMPLES / "scorm12.zip") as package:
            package.extractall(tmp_path / "courses" / course_id)
    (tmp_path / "courses" / ids[1] / "index.html").unlink()
    return ids


def folders(ids: list[str]) -> list[str]:
    return [f"courses/{course_id}/" for course_id in ids]


def test_of_many_each_is_reported_and_a_failure_stops_none(over: Run, courses: list[str]) -> None:
    done = over("course", "publish", *folders(courses))
    assert done.code == 9
    assert [row["courseId"] for row in done.json] == courses
    assert [row["action"] for row in done.json] == ["created", "failed", "created", "created"]
    assert done.json[1]["error"]["code"] == "missing_launch_file"
    assert done.error["message"] == "1 of 4 failed"
    again = over("course", "publish", *folders(courses), "--jobs", "1").json
    assert [row["action"] for row in again] == ["unchanged", "failed", "unchanged", "unchanged"]


def test_each_of_many_gets_what_the_file_beside_them_says_of_it(
    scloud: Run, courses: list[str], tmp_path: Path
) -> None:
    (tmp_path / "courses" / "scloud.toml").write_text(f'[{courses[2]}]\ntitle = "Tennis"\n')
    published = scloud("course", "publish", *folders(courses[2:]), "--tag", "sport").json
    assert [row["title"] for row in published] == ["Tennis", "Fire drill, SCORM 1.2"]
    assert [row["changed"] for row in published] == [["title", "tags"], ["tags"]]


def test_many_are_shown_as_a_table_with_what_failed(
    scloud_on_terminal: Run, courses: list[str]
) -> None:
    text = scloud_on_terminal("course", "publish", *folders(courses)).text
    assert [line.split()[0] for line in text.splitlines() if "created" in line] == [
        courses[0],
        *courses[2:],
    ]
    assert f"{courses[1]}  " in text


@pytest.mark.parametrize(
    "words",
    [
        ("golf.zip", "tennis.zip", "--id", "golf"),
        ("golf.zip", "tennis.zip", "--title", "Golf"),
        ("a/golf.zip", "b/golf.zip"),
        ("golf.zip", "https://files.example/tennis.zip"),
        ("(!).zip",),
    ],
)
def test_what_names_no_course_for_each_source_is_refused_before_anything_is_sent(
    scloud: Run, words: tuple[str, ...]
) -> None:
    done = scloud("course", "publish", *words, "--debug")
    assert (done.code, done.out) == (2, "")
    assert "> " not in done.err


def test_a_summary_is_added_to_the_page_of_the_job(
    scloud: Run, courses: list[str], tmp_path: Path
) -> None:
    page = tmp_path / "summary.md"
    page.write_text("Before.\n")
    (tmp_path / "courses" / "scloud.toml").write_text(f"[{courses[0]}]\ntitle = 'Golf | *new*'\n")
    publish = ("course", "publish", *folders(courses))
    scloud(*publish, environ={"GITHUB_STEP_SUMMARY": str(page)})
    before, _, heading, _, head, _, *rows = page.read_text().splitlines()
    assert (before, heading) == ("Before.", "### Published courses")
    assert head == "| Course | Title | Version | Result | Also changed | Error |"
    assert rows[0] == (f"| {courses[0]} | Golf \\| \\*new\\* | 0 | created | title |  |")
    assert rows[1].startswith(f"| {courses[1]} |  |  | failed |  | courses/{courses[1]}/: ")
    assert rows[4:] == ["", "1 of 4 failed"]


def test_a_summary_tells_why_the_only_course_failed(
    scloud: Run, courses: list[str], tmp_path: Path
) -> None:
    page = tmp_path / "summary.md"
    failed = scloud(
        *("course", "publish", *folders(courses[1:2])), environ={"GITHUB_STEP_SUMMARY": str(page)}
    )
    assert failed.code == 7
    assert page.read_text().splitlines()[-1].startswith(f"courses/{courses[1]}/: ")


def test_a_page_that_cannot_be_written_keeps_nothing_from_being_published(
    scloud: Run, courses: list[str], tmp_path: Path
) -> None:
    done = scloud(
        *("course", "publish", *folders(courses[2:])),
        environ={"GITHUB_STEP_SUMMARY": str(tmp_path)},
    )
    assert done.code == 0
    assert done.err.count("cannot write the summary") == 1


def test_a_dry_run_of_many_writes_no_summary(
    scloud: Run, courses: list[str], tmp_path: Path
) -> None:
    page = tmp_path / "summary.md"
    environ = {"GITHUB_STEP_SUMMARY": str(page)}
    done = scloud("course", "publish", *folders(courses[2:]), "--dry-run", environ=environ)
    names = [request["file"]["name"] for request in done.json]
    assert names == [f"{course_id}.zip" for course_id in courses[2:]]
    assert not page.exists()


def test_a_package_with_errors_is_not_published(scloud: Run, folder: Path, new_id: NewId) -> None:
    (folder / "index.html").unlink()
    done = scloud("course", "publish", str(folder), "--id", new_id("golf"))
    assert (done.code, done.error["code"]) == (7, "missing_launch_file")


def test_a_dry_run_sends_nothing(over: Run, folder: Path, new_id: NewId) -> None:
    publish = ("course", "publish", str(folder), "--id", new_id("golf"))
    assert over(*publish, "--dry-run").json["file"]["name"] == "golf.zip"
    assert over("course", "exists", publish[-1]).code == 3


def test_a_media_file_is_published(scloud: Run, tmp_path: Path, new_id: NewId) -> None:
    (tmp_path / "talk.pdf").write_bytes(b"%PDF-1.7\ntalk")
    publish = ("course", "publish", "talk.pdf", "--id", new_id("talk"))
    assert scloud(*publish).json["action"] == "created"
    assert scloud(*publish).json["action"] == "unchanged"


def test_it_is_a_table_on_a_terminal(scloud_on_terminal: Run, folder: Path, new_id: NewId) -> None:
    done = scloud_on_terminal("course", "publish", str(folder), "--id", new_id("golf"))
    assert done.code == 0, done.text
    assert "created" in done.text


def test_an_upload_whose_answer_is_lost_is_found(
    over: Run, service: httpx.Client, folder: Path, new_id: NewId, api: str
) -> None:
    course_id = new_id("golf")
    over("course", "publish", str(folder), "--id", course_id)
    (folder / "index.html").write_text("<h1>New</h1>")
    with CutAfterRequest(str(service.base_url), "import") as between:
        publish = ("course", "publish", str(folder), "--id", course_id)
        done = over(*publish, environ={"SCLOUD_BASE_URL": between.url})
    assert between.cut == 1
    assert (done.code, done.json["action"]) == (0, "updated"), done.err
    assert versions(over, course_id) == [0, 1]


# The request at which a run is killed, among those whose path or query holds a word, and whether
# that request is still carried out.
MOMENTS = {
    "first": ("", 1, False),
    "uploading": ("import", 1, False),
    "uploaded": ("import", 1, True),
    "tagged": ("tag", 2, True),
}


@pytest.mark.process
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_run_that_was_killed_is_finished_by_the_next(
    over: Run,
    emulator: ServedEmulator,
    environ: dict[str, str],
    processes: Processes,
    folder: Path,
    new_id: NewId,
    api: str,
    moment: str,
) -> None:
    course_id = new_id("golf")
    publish = ("course", "publish", str(folder), "--id", course_id, "--settle", "0.3")
    over(*publish)
    (folder / "index.html").write_text("<h1>New</h1>")
    (folder / "film.bin").write_bytes(os.urandom(1024 * 1024))
    path, number, answered = MOMENTS[moment]
    kill_at_request(
        *(processes, emulator, number, publish),
        environ={**environ, "SCLOUD_API": api},
        folder=folder.parent,
        path=path,
        answered=answered,
    )
    done = over(*publish)
    assert done.code == 0, done.err
    assert versions(over, course_id) == [0, 1]
    tags = over("course", "tag", "list", course_id).json["tags"]
    assert [tag[:9] for tag in tags] == ["scloud:1:"]


@pytest.mark.process
def test_what_a_killed_run_has_published_is_not_looked_at_again(
    scloud: Run,
    emulator: ServedEmulator,
    environ: dict[str, str],
    processes: Processes,
    courses: list[str],
    tmp_path: Path,
) -> None:
    del courses[1]
    publish = ("course", "publish", *folders(courses), "--journal", "done")
    kill_at_request(
        *(processes, emulator, 2, (*publish, "--jobs", "1")),
        environ=environ,
        folder=tmp_path,
        path="importJobs/upload",
    )
    resumed = scloud(*publish, "--resume", "--debug")
    assert resumed.code == 0, resumed.err
    assert f"/{courses[0]}" not in resumed.err
    assert [version for id_ in courses for version in versions(scloud, id_)] == [0, 0, 0]
