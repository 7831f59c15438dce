"""Any operation of either API, called by its name, in a pipe and on a terminal."""

import json
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.emulators import ServedEmulator
from tests.support.environs import SAMPLES
from tests.support.results import Run

NewId = Callable[[str], str]

MANAGEMENT = {
    "SCLOUD_MANAGEMENT_APP_ID": "local-manager",
    "SCLOUD_MANAGEMENT_SECRET_KEY": "local-manager-secret",
}
NO_ACCOUNT = {"SCLOUD_APP_ID": "", "SCLOUD_SECRET_KEY": ""}


def test_list_is_a_table_on_a_terminal_and_json_in_a_pipe(
    scloud: Run, scloud_on_terminal: Run
) -> None:
    shown = scloud_on_terminal("raw", "list", "GetCourseZip")
    assert shown.code == 0
    assert shown.text.startswith("NAME")
    assert [row["name"] for row in scloud("raw", "list", "GetCourseZip").json] == ["GetCourseZip"]


def test_describe_is_a_page_on_a_terminal_and_json_in_a_pipe(
    scloud: Run, scloud_on_terminal: Run
) -> None:
    assert "\nParameters:\n" in scloud_on_terminal("raw", "describe", "GetCourses").out
    assert scloud("raw", "describe", "GetCourses").json["name"] == "GetCourses"


def test_the_answer_is_json_in_a_pipe_and_on_a_terminal(
    scloud: Run, scloud_on_terminal: Run, golf: str
) -> None:
    arguments = ("raw", "call", "GetCourse", f"courseId={golf}")
    piped, shown = scloud(*arguments), scloud_on_terminal(*arguments)
    assert piped.json["id"] == golf
    assert json.loads(shown.out) == piped.json


def test_a_table_is_printed_where_it_is_asked_for(scloud: Run, golf: str) -> None:
    done = scloud("raw", "call", "GetCourse", f"courseId={golf}", "-o", "table")
    assert done.out.split()[:2] == ["id", golf]


def test_nothing_is_printed_for_an_answer_of_nothing(scloud: Run, golf: str) -> None:
    done = scloud("raw", "call", "SetCourseTitle", f"courseId={golf}", "title=Golf")
    assert (done.code, done.out) == (0, "")
    assert scloud("raw", "call", "GetCourse", f"courseId={golf}").json["title"] == "Golf"


def test_a_page_is_printed_as_it_came_and_all_pages_as_one_list(scloud: Run, golf: str) -> None:
    asked = ("raw", "call", "GetCourses", f"filter={golf}")
    page = scloud(*asked).json
    assert [course["id"] for course in page["courses"]] == [golf]
    assert scloud(*asked, "--all").json == page["courses"]
    assert scloud(*asked, "--all", "-o", "ids").out == golf + "\n"
    assert json.loads(scloud(*asked, "--all", "-o", "jsonl").out) == page["courses"][0]


@pytest.mark.parametrize("source", ["KEY:=JSON", "KEY@FILE", "--body", "--body @FILE", "--body -"])
def test_a_body_is_given_in_each_of_its_ways(
    scloud: Run, golf: str, tmp_path: Path, new_id: NewId, source: str
) -> None:
    registration_id = new_id("ann")
    learner = json.dumps({"id": "ann@example.org", "firstName": "Ann"})
    body = json.dumps(
        {"registrationId": registration_id, "courseId": golf, "learner": json.loads(learner)}
    )
    (tmp_path / "learner.json").write_text(learner)
    (tmp_path / "body.json").write_text(body)
    ids = (f"registrationId={registration_id}", f"courseId={golf}")
    arguments = {
        "KEY:=JSON": (*ids, f"learner:={learner}"),
        "KEY@FILE": (*ids, "learner@learner.json"),
        "--body": ("--body", body),
        "--body @FILE": ("--body", "@body.json"),
        "--body -": ("--body", "-"),
    }[source]
    done = scloud("raw", "call", "CreateRegistration", *arguments, typed=body)
    assert (done.code, done.out) == (0, ""), done.err
    assert scloud("registration", "exists", registration_id).code == 0


@pytest.mark.parametrize(
    ("name", "key", "file"),
    [
        ("CreateUploadAndImportCourseJob", "courseId", "file"),
        ("rustici.course.importCourse", "courseid", "filedata"),
    ],
)
def test_a_file_is_uploaded(scloud: Run, new_id: NewId, name: str, key: str, file: str) -> None:
    course_id = new_id("golf")
    upload = f"{file}@{SAMPLES / 'scorm12.zip'}"
    done = scloud("raw", "call", name, f"{key}={course_id}", upload)
    assert done.code == 0, done.err
    if "result" in done.json:
        assert scloud("course", "job", done.json["result"], "--wait").code == 0
    assert scloud("course", "exists", course_id).code == 0


def test_an_upload_that_is_not_there_is_a_usage_error(scloud: Run, new_id: NewId) -> None:
    name, course_id = "CreateUploadAndImportCourseJob", new_id("golf")
    done = scloud("raw", "call", name, f"courseId={course_id}", "file@missing.zip")
    assert (done.code, done.out) == (2, "")
    assert done.error["code"] == "file_not_found"


DOWNLOADS = [("GetCourseZip", "courseId"), ("rustici.course.getAssets", "courseid")]


@pytest.mark.parametrize(("name", "key"), DOWNLOADS)
def test_a_file_is_downloaded_to_its_name(
    scloud: Run, golf: str, tmp_path: Path, name: str, key: str
) -> None:
    done = scloud("raw", "call", name, f"{key}={golf}", "-O", "golf.zip")
    assert done.json == {"file": "golf.zip", "bytes": (tmp_path / "golf.zip").stat().st_size}
    with zipfile.ZipFile(tmp_path / "golf.zip") as package:
        assert "imsmanifest.xml" in package.namelist()


@pytest.mark.parametrize(("name", "key"), DOWNLOADS)
def test_a_download_that_is_refused_leaves_no_file(
    scloud: Run, tmp_path: Path, new_id: NewId, name: str, key: str
) -> None:
    before = sorted(tmp_path.iterdir())
    done = scloud("raw", "call", name, f"{key}={new_id('none')}", "-O", "none.zip")
    assert (done.code, done.error["code"]) == (3, "course_not_found")
    assert sorted(tmp_path.iterdir()) == before


def test_a_file_is_not_printed_on_a_terminal(scloud_on_terminal: Run, golf: str) -> None:
    done = scloud_on_terminal("raw", "call", "GetCourseZip", f"courseId={golf}")
    assert done.code == 2
    assert "add -O FILE" in done.out


def test_head_tells_existence_by_the_exit_code(scloud: Run, ann: str, new_id: NewId) -> None:
    found = scloud("raw", "call", "GetRegistration", f"registrationId={ann}")
    assert (found.code, found.out) == (0, "")
    missing = scloud("raw", "call", "GetRegistration", f"registrationId={new_id('none')}")
    assert (missing.code, missing.out) == (3, "")


def test_xml_is_printed_as_json_or_as_it_came(scloud: Run, golf: str) -> None:
    arguments = ("raw", "call", "rustici.course.exists", f"courseid={golf}")
    assert scloud(*arguments).json == {"stat": "ok", "result": "true"}
    as_it_came = scloud(*arguments, "--xml").out
    assert as_it_came.startswith("<?xml")
    assert "<result>true</result>" in as_it_came


def test_v1_is_spoken_for_its_methods_whatever_api_is_preferred(scloud: Run) -> None:
    done = scloud("raw", "call", "rustici.debug.authPing", environ={"SCLOUD_API": "v2"})
    assert done.json == {"stat": "ok", "pong": ""}


def test_a_redirect_is_told_and_not_followed(scloud: Run, ann: str) -> None:
    name = "rustici.registration.launch"
    done = scloud("raw", "call", name, f"regid={ann}", "redirecturl=closer")
    assert set(done.json) == {"url"}
    assert done.json["url"].startswith("http")
    history = scloud("raw", "call", "GetRegistrationLaunchHistory", f"registrationId={ann}")
    assert history.json["launchHistory"] == []


def test_what_needs_no_credentials_needs_no_account(scloud: Run) -> None:
    done = scloud("raw", "call", "rustici.debug.ping", environ=NO_ACCOUNT)
    assert (done.code, done.json["stat"]) == (0, "ok")
    assert scloud("raw", "call", "GetCourses", environ=NO_ACCOUNT).code == 4


def test_management_operations_use_the_management_credentials(scloud: Run) -> None:
    done = scloud("raw", "call", "GetApplicationList", environ=MANAGEMENT)
    assert "local" in [each["id"] for each in done.json["applications"]]
    assert scloud("raw", "call", "GetApplicationList").code == 4


def test_unchecked_lets_the_service_judge(scloud: Run) -> None:
    assert scloud("raw", "call", "GetCourses", "since=soon").code == 2
    done = scloud("raw", "call", "GetCourses", "since=soon", "--unchecked")
    assert (done.code, done.error["status"]) == (1, 400)


def test_a_dry_run_prints_the_request_and_makes_none(scloud: Run, golf: str) -> None:
    done = scloud("raw", "call", "DeleteCourse", f"courseId={golf}", "--dry-run")
    assert (done.json["method"], done.json["operation"]) == ("DELETE", "DeleteCourse")
    assert scloud("course", "exists", golf).code == 0


def test_a_request_is_made_that_no_catalogue_knows(
    scloud: Run, scloud_on_terminal: Run, golf: str
) -> None:
    for path in ("/courses", "courses", "/api/v2/courses"):
        done = scloud("raw", "request", "get", path, f"filter={golf}")
        assert [course["id"] for course in done.json["courses"]] == [golf]
    shown = scloud_on_terminal("raw", "request", "GET", f"/courses?filter={golf}")
    assert json.loads(shown.out) == done.json


def test_a_request_carries_a_body(scloud: Run, golf: str) -> None:
    path = f"/courses/{golf}/title"
    done = scloud("raw", "request", "PUT", path, "--body", '{"title": "Golf"}')
    assert (done.code, done.out) == (0, "")
    assert scloud("raw", "request", "GET", f"/courses/{golf}").json["title"] == "Golf"


def test_a_signed_url_works_on_its_own(
    scloud: Run, scloud_on_terminal: Run, golf: str, emulator: ServedEmulator
) -> None:
    arguments = ("raw", "sign", "rustici.course.exists", f"courseid={golf}")
    piped = scloud(*arguments)
    assert "valid for 15 minutes" in piped.err
    shown = scloud_on_terminal(*arguments).out.splitlines()
    assert "valid for 15 minutes" in shown
    [bare] = [line for line in shown if line.startswith("http")]
    for url in (piped.json["url"], bare):
        assert url.startswith(emulator.url)
        assert "local-secret" not in url
        with urllib.request.urlopen(url) as answer:
            assert b"<result>true</result>" in answer.read()


def test_completion_prints_the_script_in_a_pipe_and_on_a_terminal(
    scloud: Run, scloud_on_terminal: Run
) -> None:
    script = scloud("completion", "bash").out
    assert script.startswith("_scloud_completion()")
    assert scloud_on_terminal("completion", "bash").out == script
