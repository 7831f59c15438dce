"""``scloud course`` as users run it, over both APIs."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.environs import SAMPLES
from tests.support.fixtures import PutCourse
from tests.support.results import Run

NewId = Callable[[str], str]

STANDARDS = {
    "scorm12": ("SCORM12", "Fire drill, SCORM 1.2"),
    "scorm2004-3rd": ("SCORM20043RDEDITION", "Fire drill, SCORM 2004 3rd Edition"),
    "scorm2004-4th": ("SCORM20044THEDITION", "Fire drill, SCORM 2004 4th Edition"),
    "aicc": ("AICC", "Fire drill, AICC"),
    "cmi5": ("CMI5", "Fire drill, cmi5"),
    "xapi": ("XAPI", "Fire drill, xAPI"),
    "two-scos": ("SCORM12", "Fire drill in two lessons"),
}


@pytest.mark.parametrize("sample", STANDARDS)
def test_import_takes_every_sample(scloud: Run, new_id: NewId, api: str, sample: str) -> None:
    course_id = new_id(sample)
    done = scloud("--api", api, "course", "import", f"{SAMPLES / sample}.zip", "--id", course_id)
    assert done.code == 0, done.err
    job = done.json
    assert job["status"] == "COMPLETE"
    assert job["courseId"] == course_id
    assert job["warnings"] == []
    assert (job["course"]["courseLearningStandard"], job["course"]["title"]) == STANDARDS[sample]


def test_import_names_the_course_after_the_file(scloud: Run, tmp_path: Path, api: str) -> None:
    package = tmp_path / f"Fire drill (été) {api}.zip"
    package.write_bytes((SAMPLES / "scorm12.zip").read_bytes())
    done = scloud("course", "import", str(package), "--api", api)
    assert done.json["courseId"] == f"Fire-drill-été-{api}"


def test_import_shows_the_course_on_a_terminal(scloud_on_terminal: Run, new_id: NewId) -> None:
    course_id = new_id("golf")
    done = scloud_on_terminal("course", "import", str(SAMPLES / "aicc.zip"), "--id", course_id)
    assert done.code == 0
    assert "COMPLETE" in done.out
    assert "Fire drill, AICC" in done.out


def test_import_zips_a_folder_on_the_way(scloud: Run, tmp_path: Path, new_id: NewId) -> None:
    folder = tmp_path / "package"
    with zipfile.ZipFile(SAMPLES / "two-scos.zip") as archive:
        archive.extractall(folder)
    done = scloud("course", "import", str(folder), "--id", new_id("folder"))
    assert done.json["course"]["title"] == "Fire drill in two lessons"


def test_import_takes_media(scloud: Run, tmp_path: Path, new_id: NewId) -> None:
    (tmp_path / "Handbook.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    done = scloud("course", "import", "Handbook.pdf", "--id", new_id("handbook"))
    assert done.code == 0, done.err
    assert done.json["course"]["title"] == "Handbook"


def test_import_gives_title_and_tags(scloud: Run, new_id: NewId, api: str) -> None:
    done = scloud(
        *("course", "import", str(SAMPLES / "scorm12.zip"), "--id", new_id("golf")),
        *("--title", "Golf", "--tag", "sport", "--tag", "b", "--api", api),
    )
    assert done.json["course"]["title"] == "Golf"
    assert done.json["course"]["tags"] == ["b", "sport"]


def test_import_refuses_a_course_that_exists(scloud: Run, golf: str, api: str) -> None:
    done = scloud("course", "import", str(SAMPLES / "scorm12.zip"), "--id", golf, "--api", api)
    assert done.code == 1
    assert done.error["code"] == "course_exists"
    assert "--new-version" in done.error["hint"]


def test_import_adds_a_version_if_asked_to(scloud: Run, golf: str, api: str) -> None:
    package = str(SAMPLES / "scorm12.zip")
    done = scloud("course", "import", package, "--id", golf, "--new-version", "--api", api)
    assert done.json["course"]["version"] == 1


def test_import_skips_a_course_that_exists_if_asked_to(scloud: Run, golf: str, api: str) -> None:
    package = str(SAMPLES / "scorm12.zip")
    done = scloud("course", "import", package, "--id", golf, "--skip-existing", "--api", api)
    assert done.code == 0
    assert done.json["status"] == "SKIPPED"


def test_import_without_waiting_prints_a_job_to_ask_about(
    scloud: Run, new_id: NewId, api: str
) -> None:
    package = str(SAMPLES / "scorm12.zip")
    started = scloud(
        "course", "import", package, "--id", new_id("golf"), "--no-wait", "--api", api
    ).json
    assert started["status"] == "RUNNING"
    ended = scloud("course", "job", started["jobId"], "--wait", "--api", api).json
    assert ended["status"] == "COMPLETE"


def test_import_of_many_reports_each_and_exits_9(
    scloud: Run, new_id: NewId, tmp_path: Path
) -> None:
    good = tmp_path / f"{new_id('good')}.zip"
    good.write_bytes((SAMPLES / "scorm12.zip").read_bytes())
    done = scloud("course", "import", str(good), str(SAMPLES / "broken.zip"))
    assert done.code == 9
    assert [each["status"] for each in done.json] == ["COMPLETE", "failed"]
    assert done.json[1]["error"]["exit"] == 7


def test_an_unknown_job_is_not_found(scloud: Run, api: str) -> None:
    assert scloud("course", "job", "no-such-job", "--api", api).code == 3


def test_a_dry_run_prints_the_request_and_makes_none(scloud: Run, new_id: NewId, api: str) -> None:
    course_id = new_id("golf")
    done = scloud(
        *("course", "import", str(SAMPLES / "scorm12.zip"), "--id", course_id),
        *("--dry-run", "--api", api),
    )
    assert done.code == 0
    assert done.json["file"]["name"] == "scorm12.zip"
    assert "local-secret" not in done.out
    assert scloud("course", "exists", course_id).code == 3


@pytest.mark.process
def test_list_prints_a_table_on_a_terminal(scloud_on_pseudo_terminal: Run, golf: str) -> None:
    done = scloud_on_pseudo_terminal("course", "list", "--filter", golf)
    heading, row = done.text.splitlines()
    assert heading.split()[:2] == ["ID", "TITLE"]
    assert row.startswith(golf)


def test_list_prints_json_in_a_pipe(scloud: Run, golf: str, api: str) -> None:
    done = scloud("course", "list", "--filter", golf, "--api", api)
    assert [each["id"] for each in done.json] == [golf]


def test_list_prints_an_object_a_line(scloud: Run, golf: str) -> None:
    done = scloud("course", "list", "--filter", golf, "-o", "jsonl")
    assert len(done.out.splitlines()) == 1


def test_list_prints_csv(scloud: Run, golf: str) -> None:
    done = scloud("course", "list", "--filter", golf, "-o", "csv")
    (row,) = csv.DictReader(io.StringIO(done.out))
    assert row["id"] == golf
    assert row["title"] == "Fire drill, SCORM 1.2"


def test_list_prints_ids(scloud: Run, golf: str, api: str) -> None:
    done = scloud("course", "list", "--filter", golf, "-o", "ids", "--api", api)
    assert done.out == golf + "\n"


def test_list_of_nothing_is_an_empty_array(scloud: Run, new_id: NewId, api: str) -> None:
    done = scloud("course", "list", "--filter", new_id("nothing"), "--api", api)
    assert (done.code, done.out) == (0, "[]\n")


def test_list_stops_at_its_limit(scloud: Run, golf: str, api: str) -> None:
    assert len(scloud("course", "list", "--limit", "1", "--api", api).json) == 1


def test_list_keeps_to_the_fields_asked_for(scloud: Run, golf: str, api: str) -> None:
    done = scloud("course", "list", "--filter", golf, "--fields", "id,title", "--api", api)
    assert done.json == [{"id": golf, "title": "Fire drill, SCORM 1.2"}]


def test_list_finds_by_tag(scloud: Run, golf: str, new_id: NewId, api: str) -> None:
    tag = new_id("tag")
    scloud("course", "tag", "add", golf, tag)
    done = scloud("course", "list", "--tag", tag, "-o", "ids", "--api", api)
    assert done.out == golf + "\n"


def test_list_and_delete_join_by_ids(scloud: Run, golf: str, new_id: NewId, api: str) -> None:
    tag = new_id("old")
    scloud("course", "tag", "add", golf, tag)
    ids = scloud("course", "list", "--tag", tag, "-o", "ids", "--api", api).out
    done = scloud("course", "delete", "-", "--yes", "--api", api, typed=ids)
    assert done.json == [{"id": golf, "status": "deleted"}]
    assert scloud("course", "exists", golf).code == 3


def test_show_of_an_unknown_course_is_not_found(scloud: Run, api: str) -> None:
    done = scloud("course", "show", "no-such-course", "--api", api)
    assert (done.code, done.out) == (3, "")
    assert done.error["code"] == "course_not_found"


def test_show_prints_one_version(put_course: PutCourse, scloud: Run, golf: str, api: str) -> None:
    put_course(golf, "aicc.zip")
    assert scloud("course", "show", golf, "--api", api).json["version"] == 1
    assert scloud("course", "show", golf, "--version", "0", "--api", api).json["version"] == 0
    assert scloud("course", "show", golf, "--version", "7", "--api", api).code == 3


def test_show_prints_a_list_of_fields_on_a_terminal(scloud_on_terminal: Run, golf: str) -> None:
    done = scloud_on_terminal("course", "show", golf)
    assert done.text.splitlines()[0].split() == ["id", golf]
    assert "SCORM12" in done.out


def test_show_adds_metadata_if_asked_to(
    put_course: PutCourse, scloud: Run, new_id: NewId, api: str
) -> None:
    course_id = new_id("lom")
    put_course(course_id, "scorm2004-4th.zip")
    found = scloud("course", "show", course_id, "--metadata", "--api", api).json
    assert found["metadata"]["keywords"] == ["safety"]


def test_exists_prints_true_or_false(scloud: Run, golf: str, api: str) -> None:
    there = scloud("course", "exists", golf, "--api", api)
    assert (there.code, there.out) == (0, "true\n")
    not_there = scloud("course", "exists", "no-such-course", "--api", api)
    assert (not_there.code, not_there.out) == (3, "false\n")


def test_title_changes_the_title(scloud: Run, golf: str, api: str) -> None:
    assert scloud("course", "title", golf, "Golf", "--api", api).json["title"] == "Golf"
    assert scloud("course", "show", golf).json["title"] == "Golf"


def test_versions_are_listed_oldest_first(
    put_course: PutCourse, scloud: Run, golf: str, api: str
) -> None:
    put_course(golf, "aicc.zip")
    found = scloud("course", "versions", golf, "--api", api).json
    assert [each["version"] for each in found] == [0, 1]


def test_download_gives_back_what_was_imported(
    scloud: Run, golf: str, tmp_path: Path, api: str
) -> None:
    done = scloud("course", "download", golf, "-O", "got.zip", "--api", api)
    assert done.code == 0, done.err
    assert (tmp_path / "got.zip").read_bytes() == (SAMPLES / "scorm12.zip").read_bytes()
    assert done.json["bytes"] == (SAMPLES / "scorm12.zip").stat().st_size


def test_download_of_an_unknown_course_leaves_no_file(
    scloud: Run, tmp_path: Path, api: str
) -> None:
    done = scloud("course", "download", "no-such-course", "-O", "got.zip", "--api", api)
    assert done.code == 3
    assert list(tmp_path.glob("*got*")) == []


def test_preview_prints_a_link(scloud: Run, golf: str, api: str) -> None:
    link = scloud("course", "preview", golf, "--api", api).json["launchLink"]
    assert link.startswith("http://127.0.0.1:")


def test_preview_prints_a_bare_link_on_a_terminal(scloud_on_terminal: Run, golf: str) -> None:
    assert scloud_on_terminal("course", "preview", golf).out.startswith("http://127.0.0.1:")


def test_tags_are_set_added_and_removed(scloud: Run, golf: str, api: str) -> None:
    tag = ("course", "tag")
    assert scloud(*tag, "set", golf, "a", "b", "--api", api).json["tags"] == ["a", "b"]
    assert scloud(*tag, "add", golf, "c", "--api", api).json["tags"] == ["a", "b", "c"]
    assert scloud(*tag, "remove", golf, "a", "--api", api).json["tags"] == ["b", "c"]
    assert scloud(*tag, "set", golf, "z", "--api", api).json["tags"] == ["z"]
    assert scloud(*tag, "list", golf, "--api", api).json == {"id": golf, "tags": ["z"]}


def test_configuration_is_set_and_read(scloud: Run, golf: str, api: str) -> None:
    config = ("course", "config")
    done = scloud(*config, "set", golf, "PlayerShowNavBar=true", "--api", api)
    assert done.code == 0, done.err
    assert done.json[0]["effectiveValue"] == "true"
    found = scloud(*config, "get", golf, "PlayerShowNavBar", "--api", api).json
    assert found[0]["effectiveValue"] == "true"


def test_configuration_is_unset(scloud: Run, golf: str) -> None:
    config = ("course", "config")
    scloud(*config, "set", golf, "PlayerShowNavBar=true")
    assert scloud(*config, "unset", golf, "PlayerShowNavBar").code == 0
    (found,) = scloud(*config, "get", golf, "PlayerShowNavBar").json
    assert found["effectiveValueSource"] == "default"


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("course", "config", "set", "golf", "PlayerShowNavbar=true"), "PlayerShowNavBar"),
        (("course", "config", "set", "golf", "PlayerShowNavBar=yes"), "true or false"),
        (("registration", "config", "set", "ann", "PlayerShowNavBar=1"), "true or false"),
        (("app", "config", "set", "PlayerScoLaunchType=POPUP"), "FRAMESET"),
        (("course", "config", "unset", "golf", "PlayerShowNavbar"), "PlayerShowNavBar"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_before_any_call(
    words: tuple[str, ...], hint: str, scloud: Run, api: str
) -> None:
    unreachable = {"SCLOUD_BASE_URL": "http://127.0.0.1:9"}
    refused = scloud(*words, "--api", api, environ=unreachable)
    assert refused.code == 2
    assert hint in refused.error["hint"]


def test_a_password_among_the_settings_is_not_shown(scloud: Run, golf: str) -> None:
    name = "ApiRollupRegistrationAuthPassword"
    config = ("course", "config")
    done = scloud(*config, "set", golf, f"{name}=hunter2", "--debug")
    assert done.code == 0
    assert done.json[0]["effectiveValue"] == "***"
    everything = scloud(*config, "get", golf, "--debug")
    planned = scloud(*config, "set", golf, f"{name}=hunter2", "--dry-run")
    for shown in (done, everything, planned):
        assert "hunter2" not in shown.out + shown.err


def test_an_unknown_setting_names_the_nearest(scloud: Run, golf: str) -> None:
    done = scloud("course", "config", "get", golf, "PlayerShowNavBra")
    assert done.code == 3
    assert "PlayerShowNavBar" in done.error["hint"]


@pytest.mark.process
def test_delete_asks_first_on_a_terminal(scloud_on_pseudo_terminal: Run, golf: str) -> None:
    declined = scloud_on_pseudo_terminal("course", "delete", golf, typed="n\n")
    assert declined.code == 10
    agreed = scloud_on_pseudo_terminal("course", "delete", golf, typed="y\n")
    assert agreed.code == 0
    assert "deleted" in agreed.out


def test_delete_that_cannot_ask_does_nothing(scloud: Run, golf: str, api: str) -> None:
    done = scloud("course", "delete", golf, "--api", api)
    assert done.code == 10
    assert done.error["hint"] == "add --yes"
    assert scloud("course", "exists", golf).code == 0


def test_delete_of_one_version_leaves_the_others(
    put_course: PutCourse, scloud: Run, golf: str, api: str
) -> None:
    put_course(golf, "aicc.zip")
    done = scloud("course", "delete", golf, "--version", "1", "--yes", "--api", api)
    assert done.code == 0, done.err
    assert scloud("course", "show", golf).json["version"] == 0


def test_delete_of_many_reports_each(scloud: Run, golf: str, api: str) -> None:
    done = scloud("course", "delete", golf, "no-such-course", "--yes", "--api", api)
    assert done.code == 9
    assert [each["status"] for each in done.json] == ["deleted", "failed"]
