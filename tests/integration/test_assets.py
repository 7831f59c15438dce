"""Files and statements of courses, instances of registrations, as users run them."""

import io
import threading
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.support.environs import SAMPLES
from tests.support.fixtures import PutCourse
from tests.support.results import Run


def test_files_are_listed(over: Run, golf: str) -> None:
    listed = {each["path"]: each["size"] for each in over("course", "asset", "list", golf).json}
    assert {"imsmanifest.xml", "index.html", "scorm.js", "style.css"} == set(listed)
    assert listed["style.css"] == 221


def test_folders_are_part_of_a_path(
    put_course: PutCourse, over: Run, new_id: Callable[[str], str]
) -> None:
    course_id = new_id("two")
    put_course(course_id, "two-scos.zip")
    assert "lesson1/index.html" in over("course", "asset", "list", course_id, "-o", "ids").out


def test_a_file_is_downloaded(over: Run, golf: str, tmp_path: Path) -> None:
    assert over("course", "asset", "get", golf, "imsmanifest.xml").out.startswith("<?xml")
    saved = over("course", "asset", "get", golf, "style.css", "-O", "style.css").json
    assert saved["bytes"] == 221 == (tmp_path / "style.css").stat().st_size


def test_a_file_is_put_replaced_and_deleted(over: Run, golf: str, tmp_path: Path) -> None:
    extra = tmp_path / "extra.js"
    for content in ("one", "two"):
        extra.write_text(content)
        done = over("course", "asset", "put", golf, "extra.js", "--to", "shared")
        assert done.json == {"path": "shared/extra.js", "status": "uploaded"}
        assert over("course", "asset", "get", golf, "shared/extra.js").out == content
    assert over("course", "asset", "delete", golf, "shared/extra.js").code == 10
    assert over("course", "asset", "delete", golf, "shared/extra.js", "--yes").code == 0
    assert over("course", "asset", "get", golf, "shared/extra.js").code == 3
    assert over("course", "asset", "delete", golf, "shared/extra.js", "--yes").code == 3


def test_policies_are_kept_to_over_v2(scloud: Run, golf: str, tmp_path: Path) -> None:
    (tmp_path / "new.js").write_text("new")
    put = ("course", "asset", "put", golf, "new.js", "--policy")
    assert scloud(*put, "strict").code == 3
    assert scloud(*put, "reject").code == 0
    assert scloud(*put, "reject").code == 1
    assert scloud(*put, "reject", "--api", "v1").error["code"] == "unsupported_by_api"


def test_a_file_that_leads_out_of_the_course_is_refused(scloud: Run, golf: str) -> None:
    assert scloud("course", "asset", "get", golf, "../../etc/passwd").code == 1


def test_a_file_to_put_that_is_not_there(scloud: Run, golf: str) -> None:
    assert scloud("course", "asset", "put", golf, "nothing.js").code == 2


def statuses_while(service: httpx.Client, course: str, act: Callable[[], None]) -> set[int]:
    """Read a course in several ways while something is done to it; return how it was answered."""
    is_over = threading.Event()

    def read(path: str) -> set[int]:
        statuses = set()
        while not is_over.is_set():
            answer = service.get(f"/courses/{course}{path}")
            statuses.add(answer.status_code)
            if path == "/zip" and answer.status_code == 200:
                with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
                    assert package.testzip() is None
        return statuses

    paths = ("/zip", "/zip", "/asset/list", "/asset?relativePath=style.css")
    with ThreadPoolExecutor(4) as threads:
        reading = [threads.submit(read, path) for path in paths]
        try:
            act()
        finally:
            is_over.set()
    return set().union(*(reader.result() for reader in reading))


def test_what_is_read_while_a_course_is_changed_is_whole(service: httpx.Client, golf: str) -> None:
    def change() -> None:
        for number in range(25):
            answer = service.post(
                f"/courses/{golf}/asset/upload",
                data={"destination": "."},
                files={"file": (f"{number}.js", b"text")},
            )
            assert answer.status_code == 200, answer.text

    assert statuses_while(service, golf, change) == {200}
    files = service.get(f"/courses/{golf}/asset/list").json()["files"]
    assert {f"{number}.js" for number in range(25)} <= {file["path"] for file in files}


def test_what_is_read_while_a_course_is_deleted_is_whole_or_a_clean_no(
    service: httpx.Client, golf: str
) -> None:
    def delete() -> None:
        time.sleep(0.05)
        assert service.delete(f"/courses/{golf}").status_code == 204
        time.sleep(0.05)

    assert statuses_while(service, golf, delete) == {200, 404}


def test_a_new_instance_runs_on_the_newest_version(
    put_course: PutCourse, over: Run, golf: str, ann: str
) -> None:
    put_course(golf, "scorm12.zip")
    begun = over("registration", "new-instance", ann).json
    assert (begun["instance"], begun["course"]["version"]) == (1, 1)
    found = over("registration", "instances", ann).json
    assert [(each["instance"], each["course"]["version"]) for each in found] == [(0, 0), (1, 1)]


def test_statements_are_v2s_and_there_are_none_yet(scloud: Run, golf: str, ann: str) -> None:
    for words in (("course", "statements", golf), ("registration", "statements", ann)):
        assert scloud(*words, "--api", "v2").json == []
        assert scloud(*words, "--api", "v1").error["code"] == "unsupported_by_api"


def test_statements_of_nothing(scloud: Run) -> None:
    assert scloud("course", "statements", "nothing").code == 3


def test_files_are_a_table_on_a_terminal(scloud_on_terminal: Run, golf: str) -> None:
    lines = scloud_on_terminal("course", "asset", "list", golf).text.splitlines()
    assert lines[0].split() == ["PATH", "BYTES", "MODIFIED"]


def test_instances_are_a_table_on_a_terminal(scloud_on_terminal: Run, ann: str) -> None:
    lines = scloud_on_terminal("registration", "instances", ann).text.splitlines()
    assert lines[1].split()[:2] == ["0", "0"]


def test_a_file_is_fetched_from_a_url_over_v2(
    scloud: Run, golf: str, service: httpx.Client
) -> None:
    url = str(service.base_url).removesuffix("api/v2/") + "openapi.json"
    done = scloud("course", "asset", "put", golf, url, "--to", "shared")
    assert done.json == {"path": "shared/openapi.json", "status": "uploaded"}
    assert '"openapi"' in scloud("course", "asset", "get", golf, "shared/openapi.json").out
    refused = scloud("course", "asset", "put", golf, url, "--api", "v1")
    assert refused.error["code"] == "unsupported_by_api"


def test_settings_of_one_version_leave_the_others_alone(
    put_course: PutCourse, over: Run, golf: str
) -> None:
    put_course(golf, "scorm12.zip")
    config = ("course", "config")
    done = over(*config, "set", golf, "--version", "0", "PlayerShowNavBar=true")
    assert done.json[0]["effectiveValue"] == "true"
    other = over(*config, "get", golf, "--version", "1", "PlayerShowNavBar").json
    assert other[0]["effectiveValue"] == "false"


def test_settings_of_one_instance_leave_the_registration_alone(scloud: Run, ann: str) -> None:
    name = "ApiRollupRegistrationFormat"
    config = ("registration", "config")
    done = scloud(*config, "set", ann, "--instance", "0", f"{name}=full")
    assert done.json[0]["effectiveValue"] == "full"
    assert scloud(*config, "get", ann, name).json[0]["effectiveValue"] == "activity"
    refused = scloud(*config, "get", ann, "--instance", "0", "--api", "v1")
    assert refused.error["code"] == "unsupported_by_api"


def test_one_instance_is_shown_and_deleted(over: Run, ann: str) -> None:
    over("registration", "new-instance", ann)
    assert over("registration", "show", ann, "--instance", "0").json["instance"] == 0
    assert over("registration", "show", ann, "--instance", "7").code == 3
    assert over("registration", "delete", ann, "--instance", "0").code == 10
    assert over("registration", "delete", ann, "--instance", "0", "--yes").code == 0
    left = over("registration", "instances", ann).json
    assert [each["instance"] for each in left] == [1]


def test_several_courses_are_given_tags_at_once(
    put_course: PutCourse, over: Run, golf: str, new_id: Callable[[str], str]
) -> None:
    other = new_id("tennis")
    put_course(other, "aicc.zip")
    done = over("course", "tag", "add-many", "-", "--tag", "a", typed=f"{golf}\n{other}\n")
    assert [each["status"] for each in done.json] == ["tagged", "tagged"]
    for course in (golf, other):
        assert over("course", "tag", "list", course).json["tags"] == ["a"]


def test_what_cannot_be_given_tags_is_told_beside_what_was(over: Run, golf: str) -> None:
    done = over("course", "tag", "add-many", golf, "nothing", "--tag", "a")
    assert done.code == 9
    assert [each["status"] for each in done.json] == ["tagged", "failed"]


def test_the_upload_area_is_v1s(scloud: Run, new_id: Callable[[str], str]) -> None:
    area, course = ("course", "upload-area"), new_id("tennis")
    v1 = ("--api", "v1")
    path = scloud(*area, "put", str(SAMPLES / "aicc.zip"), *v1, "-o", "ids").out.strip()
    assert path in [each["path"] for each in scloud(*area, "list", *v1).json]
    made = scloud(*area, "import", path, "--id", course, *v1).json
    assert (made["status"], made["course"]["id"]) == ("COMPLETE", course)
    again = scloud(*area, "import", path, "--id", course, *v1)
    assert (again.code, again.error["code"]) == (1, "course_exists")
    newer = scloud(*area, "import", path, "--id", course, "--new-version", *v1)
    assert newer.json["course"]["version"] == 1
    assert scloud(*area, "delete", path, "--yes", *v1).code == 0
    assert scloud(*area, "import", path, "--id", course + "-2", *v1).code == 3
    assert scloud(*area, "list", "--api", "v2").error["code"] == "unsupported_by_api"


def test_a_broken_package_of_the_upload_area_is_refused(
    scloud: Run, new_id: Callable[[str], str]
) -> None:
    area, v1 = ("course", "upload-area"), ("--api", "v1")
    path = scloud(*area, "put", str(SAMPLES / "broken.zip"), *v1, "-o", "ids").out.strip()
    done = scloud(*area, "import", path, "--id", new_id("broken"), *v1)
    assert (done.code, done.error["code"]) == (7, "import_failed")


def test_a_sample_result_is_posted_where_that_is_asked_for(
    over: Run, service: httpx.Client
) -> None:
    test = ("registration", "test-postback", "--postback-url")
    # Nobody takes a POST there, and that is told; the examples' own world has somebody who does.
    refused = over(*test, str(service.base_url) + "hook")
    assert (refused.code, refused.error["code"]) == (1, "bad_request")
    assert over("registration", "test-postback").code == 2


def test_global_objectives_are_thrown_away_when_that_is_confirmed(over: Run, ann: str) -> None:
    assert over("registration", "reset-global-data", ann).code == 10
    done = over("registration", "reset-global-data", ann, "--yes").json
    assert done == {"id": ann, "status": "global data reset"}
    assert over("registration", "reset-global-data", "nobody", "--yes").code == 3


def test_an_import_by_reference_wants_a_url(scloud: Run, tmp_path: Path) -> None:
    (tmp_path / "talk.mp4").write_bytes(b"no film")
    assert scloud("course", "import", "talk.mp4", "--reference", "--no-check").code == 2


def test_an_import_of_what_a_connector_reaches_names_the_connector(
    scloud: Run, new_id: Callable[[str], str]
) -> None:
    done = scloud("course", "import", "lesson-1", "--connector", "nothing", "--id", new_id("l"))
    assert (done.code, done.error["code"]) == (3, "connector_not_found")
