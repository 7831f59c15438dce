import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from scormcloud_cli.api import V1, V2
from scormcloud_cli.api.catalog import operation
from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.raw._arguments import Given, read, refuse_misfits
from scormcloud_cli.commands.raw._words import Word, WordType
from scormcloud_cli.commands.shared.json_input import read_json
from scormcloud_cli.terminal.streams import Terminal

Read = Callable[..., Given]


def word(text: str) -> Word:
    return WordType().convert(text, None, None)


@pytest.fixture
def terminal() -> Terminal:
    return Terminal(io.StringIO('{"id": "ann"}'), io.StringIO(), io.StringIO(), {})


@pytest.fixture
def told(terminal: Terminal) -> Read:
    def told(name: str, *texts: str) -> Given:
        api = V1 if name.startswith("rustici.") else V2
        return read(operation(api, name), [word(text) for text in texts], terminal)

    return told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("filter=golf", Word("filter", "=", "golf")),
        ("filter=", Word("filter", "=", "")),
        ("filter=a=b", Word("filter", "=", "a=b")),
        ("learnerid=ann@example.org", Word("learnerid", "=", "ann@example.org")),
        (
            "redirecturl=https://lms.example/?a:=1",
            Word("redirecturl", "=", "https://lms.example/?a:=1"),
        ),
        ("learner:={}", Word("learner", ":=", "{}")),
        ("a:b=c", Word("a:b", "=", "c")),
        ("file@a=b.zip", Word("file", "@", "a=b.zip")),
        ("text=two\nlines", Word("text", "=", "two\nlines")),
    ],
)
def test_the_first_mark_in_an_argument_decides(text: str, expected: Word) -> None:
    assert word(text) == expected


@pytest.mark.parametrize("text", ["filter", "=golf", "@file", ":=1", ""])
def test_an_argument_without_key_or_mark_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter, match="KEY=VALUE"):
        word(text)


def test_a_text_in_a_query_stays_as_it_is_written(told: Read) -> None:
    given = told("GetCourses", "includeTotalCount=true", "filter=007")
    assert given.values == {"includeTotalCount": "true", "filter": "007"}


def test_a_text_in_a_json_body_becomes_what_the_body_takes(told: Read) -> None:
    given = told("BuildRegistrationLaunchLink", "registrationId=7", "expiry=60", "tracking=false")
    assert given.values == {"registrationId": "7", "expiry": 60, "tracking": False}


def test_a_key_that_stands_twice_gives_a_list(told: Read) -> None:
    given = told("CreateRegistration", "courseTags=a,b", "courseTags=c")
    assert given.values == {"courseTags": ["a", "b", "c"]}


def test_a_repeated_parameter_is_not_split_at_commas(told: Read) -> None:
    given = told("rustici.course.deleteFiles", "courseid=golf", "path=a,b.js", "path=c.js")
    assert given.values == {"courseid": "golf", "path": ["a,b.js", "c.js"]}


@pytest.mark.parametrize("texts", [["filter=a", "filter=b"], ['filter:=["a", "b"]']])
def test_several_values_for_one_are_refused(told: Read, texts: list[str]) -> None:
    with pytest.raises(UsageError, match="filter is given several values"):
        told("GetCourses", *texts)


def test_json_in_a_body_keeps_its_type(told: Read) -> None:
    given = told("CreateRegistration", 'learner:={"id": "ann"}', "courseTags:=[]", "postBack:=null")
    assert given.values == {"learner": {"id": "ann"}, "courseTags": [], "postBack": None}


def test_a_json_object_travels_in_a_query_as_its_text(told: Read) -> None:
    given = told("GetLti13DispatchLaunch", 'externalConfig:={"a": "é"}')
    assert given.values == {"externalConfig": '{"a":"é"}'}


def test_null_is_refused_in_a_query(told: Read) -> None:
    with pytest.raises(UsageError, match="filter: only a JSON body can hold null"):
        told("GetCourses", "filter:=null")


def test_malformed_json_is_refused_with_its_place(told: Read) -> None:
    with pytest.raises(UsageError, match=r"learner is not JSON: .*\(line 1, column 2\)"):
        told("CreateRegistration", "learner:={id}")


def test_a_file_under_the_file_field_is_the_upload(told: Read) -> None:
    given = told("CreateUploadAndImportCourseJob", "courseId=golf", "file@golf.zip")
    assert given == Given({"courseId": "golf"}, "golf.zip")


def test_two_uploads_are_refused(told: Read) -> None:
    with pytest.raises(UsageError, match="takes one file"):
        told("CreateUploadAndImportCourseJob", "file@a.zip", "file@b.zip")


def test_a_file_under_another_key_gives_its_text(told: Read, tmp_path: Path) -> None:
    (tmp_path / "title.txt").write_text("Gölf\n", "utf-8")
    given = told("SetCourseTitle", f"title@{tmp_path / 'title.txt'}")
    assert given.values == {"title": "Gölf\n"}


def test_a_file_for_an_object_in_the_body_is_read_as_json(told: Read, tmp_path: Path) -> None:
    (tmp_path / "learner.json").write_text('{"id": "ann"}')
    given = told("CreateRegistration", f"learner@{tmp_path / 'learner.json'}")
    assert given.values == {"learner": {"id": "ann"}}


def test_a_minus_in_place_of_a_file_reads_standard_input(told: Read) -> None:
    assert told("CreateRegistration", "learner@-").values == {"learner": {"id": "ann"}}


@pytest.mark.parametrize(
    ("content", "message"), [(None, "there is no file"), (b"\xff\xfe", "not text in UTF-8")]
)
def test_a_file_that_cannot_be_read_is_refused(
    told: Read, tmp_path: Path, content: bytes | None, message: str
) -> None:
    path = tmp_path / "title"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=message):
        told("SetCourseTitle", f"title@{path}")


@pytest.mark.parametrize("source", ["text", "@file", "-"])
def test_a_body_is_json_from_the_option_a_file_or_standard_input(
    terminal: Terminal, tmp_path: Path, source: str
) -> None:
    (tmp_path / "body.json").write_text('{"id": "ann"}')
    given = {"text": '{"id": "ann"}', "@file": f"@{tmp_path / 'body.json'}", "-": "-"}[source]
    assert read_json(given, "--body", terminal) == {"id": "ann"}


def test_a_body_that_is_nested_too_deeply_is_refused(terminal: Terminal) -> None:
    with pytest.raises(UsageError, match="nested too deeply"):
        read_json("[" * 100_000, "--body", terminal)


def refusal(given: Given, name: str, body: Any = None, *, unchecked: bool = False) -> UsageError:
    api = V1 if name.startswith("rustici.") else V2
    with pytest.raises(UsageError) as raised:
        refuse_misfits(operation(api, name), given, body, unchecked=unchecked)
    return raised.value


def test_every_problem_is_named_with_the_nearest_right_name(told: Read) -> None:
    error = refusal(told("GetCourses", "filterby=title", "since=soon"), "GetCourses")
    assert "filterby is not a parameter of GetCourses" in error.message
    assert "since must be an ISO 8601 time" in error.message
    assert error.hint == "did you mean filterBy? see: scloud raw describe GetCourses"


def test_a_missing_path_parameter_is_said_once(told: Read) -> None:
    assert refusal(told("GetCourse"), "GetCourse").message == "GetCourse: courseId is required"


@pytest.mark.parametrize("course_id", ["", ".", ".."])
@pytest.mark.parametrize("unchecked", [True, False])
def test_a_path_that_leads_elsewhere_is_refused_even_unchecked(
    told: Read, course_id: str, unchecked: bool
) -> None:
    error = refusal(
        told("DeleteCourse", f"courseId={course_id}"), "DeleteCourse", unchecked=unchecked
    )
    assert "courseId must not be" in error.message


def test_problems_deep_in_a_body_are_named_by_their_path(told: Read) -> None:
    given = told(
        "CreateRegistration", "courseId=golf", "registrationId=r1", 'learner:={"ide": "a"}'
    )
    assert "learner.id is required" in refusal(given, "CreateRegistration").message


def test_a_body_replaces_the_parameters_in_it() -> None:
    body = {"courseId": "golf", "registrationId": "r1", "learner": {"id": "ann"}}
    refuse_misfits(operation(V2, "CreateRegistration"), Given({}), body, unchecked=False)


def test_a_body_is_checked_against_its_schema() -> None:
    error = refusal(Given({}), "CreateRegistration", {"courseId": 7})
    assert "courseId must be a string" in error.message
    assert "learner is required" in error.message


def test_a_body_beside_a_parameter_that_belongs_in_it_is_refused() -> None:
    error = refusal(Given({"courseId": "golf"}), "CreateRegistration", {}, unchecked=True)
    assert "courseId must be in it" in error.message


def test_a_body_is_refused_where_none_is_taken() -> None:
    assert "--body is nothing that GetCourses takes" in refusal(Given({}), "GetCourses", {}).message


@pytest.mark.parametrize(
    ("name", "key"),
    [("CreateUploadAndImportCourseJob", "courseId"), ("rustici.course.importCourse", "courseid")],
)
def test_an_upload_without_a_file_is_refused(name: str, key: str) -> None:
    assert "is required, as file" in refusal(Given({key: "golf"}), name).message


def test_v1_needs_no_file_where_a_path_names_one_sent_before(told: Read) -> None:
    name = "rustici.course.importCourse"
    given = told(name, "courseid=golf", "path=default/golf.zip")
    refuse_misfits(operation(V1, name), given, None, unchecked=False)


def test_unchecked_leaves_what_the_catalogue_does_not_know_to_the_service(told: Read) -> None:
    given = told("GetCourses", "brandNew=1", "brandNew=2", "since=soon")
    refuse_misfits(operation(V2, "GetCourses"), given, None, unchecked=True)
    assert given.values["brandNew"] == ["1", "2"]


def test_a_body_keeps_what_json_tells_apart(terminal: Terminal) -> None:
    document = {"a": None, "b": 1, "c": "1", "d": True}
    assert read_json(json.dumps(document), "--body", terminal) == document
