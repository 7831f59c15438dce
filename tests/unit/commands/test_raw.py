"""What ``scloud raw`` says of the catalogue, and refuses by it, without a service."""

import json
import shlex

import pytest

from scormcloud_cli.api import APIS
from scormcloud_cli.api.catalog import Operation, operations
from scormcloud_cli.commands.raw._arguments import read, refuse_misfits
from scormcloud_cli.commands.raw._example import command_line
from scormcloud_cli.commands.raw._words import WordType
from scormcloud_cli.commands.raw.describe import description
from scormcloud_cli.terminal.streams import Terminal
from tests.support.cases import check_each
from tests.support.results import Run

EVERY = [call for api in APIS for call in operations(api).values()]


def test_list_names_every_operation_of_both_apis(scloud: Run) -> None:
    names = scloud("raw", "list", "-o", "ids").out.split()
    assert sorted(names) == sorted(call.name for call in EVERY)


@pytest.mark.parametrize(("api", "count"), [("v1", 109), ("v2", 161)])
def test_list_keeps_to_the_api_asked_for(scloud: Run, api: str, count: int) -> None:
    rows = scloud("raw", "list", "--api", api).json
    assert len(rows) == count
    assert {row["api"] for row in rows} == {api}


@pytest.mark.parametrize("text", ["coursezip", "/ZIP", "GetCourseZip"])
def test_list_finds_a_text_in_names_and_paths_whatever_its_case(scloud: Run, text: str) -> None:
    assert "GetCourseZip" in [row["name"] for row in scloud("raw", "list", text).json]


def test_list_finds_an_area(scloud: Run) -> None:
    rows = scloud("raw", "list", "tagging").json
    assert {row["area"] for row in rows} == {"tagging"}


def test_list_of_nothing_is_an_empty_array(scloud: Run) -> None:
    done = scloud("raw", "list", "no such operation")
    assert (done.code, done.json) == (0, [])


def test_a_row_tells_how_the_operation_is_reached(scloud: Run) -> None:
    [row] = scloud("raw", "list", "GetCourseZip").json
    assert row["path"] == "/courses/{courseId}/zip"
    assert (row["verb"], row["permission"]) == ("GET", "application")
    [row] = scloud("raw", "list", "rustici.course.exists").json
    assert "path" not in row


def test_list_fits_a_screen_as_a_table(scloud: Run) -> None:
    lines = scloud("raw", "list", "import", "-o", "table").out.splitlines()
    assert lines[0].split()[:2] == ["NAME", "API"]
    assert max(len(line.rstrip()) for line in lines) <= 140


def test_describe_tells_everything_of_a_parameter(scloud: Run) -> None:
    described = scloud("raw", "describe", "GetCourses").json
    parameters = {parameter["name"]: parameter for parameter in described["parameters"]}
    assert parameters["filterBy"] == {
        "name": "filterBy",
        "in": "query",
        "type": "string",
        "required": False,
        "enum": ["tags", "title", "course_id"],
        "default": "course_id",
    }
    assert described["paged"] is True
    assert described["scope"] == "read:course"


def test_describe_prints_what_is_known_of_an_operation(scloud: Run) -> None:
    for name in ("CreateRegistration", "rustici.registration.createRegistration"):
        [call] = [call for call in EVERY if call.name == name]
        assert scloud("raw", "describe", name).json == json.loads(json.dumps(description(call)))


def test_describe_expands_every_schema_that_is_referred_to() -> None:
    for call in EVERY:
        described = description(call)
        text = json.dumps(described)
        named = set(described["schemas"])
        referred = {part.split('"')[0] for part in text.split('"#/schemas/')[1:]}
        assert referred == named, call.name


def test_describe_shows_a_body_one_level_deep(scloud: Run) -> None:
    described = scloud("raw", "describe", "CreateRegistration").json
    learner = described["body"]["schema"]["properties"]["learner"]
    assert learner == {"$ref": "#/schemas/LearnerSchema"}
    assert "email" in described["schemas"]["LearnerSchema"]["properties"]


def test_describe_names_the_equivalent_in_either_direction(scloud: Run) -> None:
    v1 = scloud("raw", "describe", "rustici.registration.createRegistration").json
    v2 = scloud("raw", "describe", "CreateRegistration").json
    assert v1["equivalent"] == "CreateRegistration"
    assert v2["equivalent"] == "rustici.registration.createRegistration"


def test_describe_is_a_page_to_read_in_a_table(scloud: Run) -> None:
    page = scloud("raw", "describe", "CreateUploadAndImportCourseJob", "-o", "table").out
    assert "POST /courses/importJobs/upload" in page
    assert "courseId" in page
    assert "file@FILE" in page
    assert page.splitlines()[-1].strip().startswith("scloud raw call")


def test_the_example_of_each_operation_passes_the_checks() -> None:
    def check(call: Operation) -> None:
        words = shlex.split(command_line(call))
        assert words[:4] == ["scloud", "raw", "call", call.name]
        options = [word for word in ("--all", "-O", "FILE") if word in words]
        given = [word for word in words[4:] if word not in options]
        read_words = [WordType().convert(word, None, None) for word in given]
        refuse_misfits(call, read(call, read_words, Terminal()), None, unchecked=False)

    check_each({call.name: call for call in EVERY}, check)


@pytest.mark.parametrize("verb", ["describe", "call", "sign"])
def test_an_unknown_name_is_a_usage_error_that_names_the_nearest(scloud: Run, verb: str) -> None:
    done = scloud("raw", verb, "getCourse")
    assert (done.code, done.out) == (2, "")
    assert "GetCourse" in done.error["hint"]


def test_an_api_that_contradicts_the_name_is_refused(scloud: Run) -> None:
    done = scloud("raw", "describe", "GetCourses", "--api", "v1")
    assert done.code == 2
    assert "GetCourses is an operation of v2" in done.error["message"]


def test_the_environments_api_does_not_stand_against_a_name(scloud: Run) -> None:
    assert scloud("raw", "describe", "GetCourses", environ={"SCLOUD_API": "v1"}).code == 0


REFUSED = {
    "a misspelt parameter": (
        ["call", "GetCourses", "filterby=title"],
        "filterby is not a parameter",
    ),
    "a missing parameter": (["call", "GetCourse"], "courseId is required"),
    "--all without pages": (
        ["call", "GetCourse", "courseId=golf", "--all"],
        "does not answer in pages",
    ),
    "--xml from v2": (["call", "GetCourse", "courseId=golf", "--xml"], "does not answer in XML"),
    "-O without a file": (
        ["call", "GetCourse", "courseId=golf", "-O", "golf.json"],
        "does not answer with a file",
    ),
    "the service's own JSON": (
        ["call", "rustici.registration.getRegistrationResult", "regid=r1", "dataformat=json"],
        "XML is, and is printed as JSON",
    ),
    "signing an operation of v2": (["sign", "GetCourses"], "only v1's calls are signed"),
    "signing a file": (
        ["sign", "rustici.course.importCourse", "courseid=golf", "filedata@golf.zip"],
        "a file is not part of what is signed",
    ),
    "a request to v1": (["request", "GET", "/ping", "--api", "v1"], "speaks v2"),
    "a request to another host": (
        ["request", "GET", "https://elsewhere.example/ping"],
        "credentials are sent to the profile's service only",
    ),
    "a request out of v2": (["request", "GET", "/../EngineWebServices/api"], "'..'"),
    "a request with JSON in its query": (["request", "GET", "/courses", "a:=1"], "KEY=VALUE only"),
    "a request with credentials of its own": (
        ["request", "GET", "/ping", "-H", "Authorization: Basic YTpi"],
        "credentials are taken from the profile",
    ),
    "a header of two lines": (
        ["request", "GET", "/ping", "-H", "A: b\r\nC: d"],
        "is not NAME:VALUE",
    ),
    "a method that is none": (["request", "G ET", "/ping"], "is not an HTTP method"),
}


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["GetCourses"], "add --all"),
        (["GetCourseTags", "courseId=golf"], "use -o json and jq"),
        (["rustici.course.getCourseList"], "use -o json and jq"),
    ],
)
def test_ids_are_refused_of_an_answer_that_has_none(
    scloud: Run, arguments: list[str], hint: str
) -> None:
    done = scloud("raw", "call", *arguments, "-o", "ids")
    assert (done.code, done.out) == (2, "")
    assert "is not a thing with an ID" in done.err
    assert hint in done.err


@pytest.mark.parametrize("what", REFUSED)
def test_bad_input_is_refused_before_any_account_is_looked_for(scloud: Run, what: str) -> None:
    arguments, message = REFUSED[what]
    done = scloud("raw", *arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.error["message"]
