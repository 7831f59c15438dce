"""cmi5 course structures."""

import pytest

from scormcloud_cli.packages import ActivityKind, InvalidPackage, Package, read_package
from tests.unit.packages.course_zips import zipped

COURSE = """<course id="https://example.org/c">
  <title><langstring lang="en">Fire</langstring><langstring lang="de">Feuer</langstring></title>
</course>"""
UNIT = """<au id="https://example.org/au"><title><langstring lang="en">One</langstring></title>
  <url>index.html</url></au>"""


def structure(course: str = COURSE, content: str = UNIT) -> str:
    namespace = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
    return f'<courseStructure xmlns="{namespace}">{course}{content}</courseStructure>'


def read(text: str) -> Package:
    return read_package(zipped({"cmi5.xml": text, "index.html": ""}))


def test_a_course_has_its_first_title_and_all_languages() -> None:
    package = read(structure())

    assert (package.standard, package.identifier) == ("CMI5", "https://example.org/c")
    assert (package.title, package.title_language) == ("Fire", "en")
    assert package.languages == ("en", "de")
    assert package.warnings == ()


def test_blocks_hold_units_and_blocks() -> None:
    inner = f'<block id="urn:b2"><title><langstring>Inner</langstring></title>{UNIT}</block>'

    package = read(structure(content=f'<block id="urn:b1">{inner}</block>'))

    assert [activity.title for activity in package.root_activity.walk()] == [
        "Fire",
        "urn:b1",
        "Inner",
        "One",
    ]
    assert package.root_activity.children[0].kind == ActivityKind.AGGREGATION


def test_a_unit_has_what_its_launch_data_needs() -> None:
    unit = """<au id="urn:u" moveOn="Passed" masteryScore="0.75" launchMethod="OwnWindow">
      <url>https://example.org/play?x=1</url><launchParameters>level=2</launchParameters>
      <entitlementKey>key</entitlementKey></au>"""

    (activity,) = read(structure(content=unit)).root_activity.children

    assert (activity.launch, activity.parameters) == ("https://example.org/play", "?x=1")
    assert (activity.move_on, activity.launch_method) == ("Passed", "OwnWindow")
    assert activity.scaled_passing_score == 0.75
    assert (activity.launch_data, activity.entitlement_key) == ("level=2", "key")


def test_what_a_unit_leaves_out_has_the_defaults_of_the_specification() -> None:
    (activity,) = read(structure()).root_activity.children

    assert (activity.move_on, activity.launch_method) == ("NotApplicable", "AnyWindow")
    assert activity.scaled_passing_score is None


@pytest.mark.parametrize(
    ("unit", "warning"),
    [
        ('<au id="urn:x" moveOn="Whenever"><url>index.html</url></au>', "moveOn 'Whenever'"),
        ('<au id="urn:x" masteryScore="80"><url>index.html</url></au>', "masteryScore"),
        ('<au id="urn:x"/>', "no url"),
        ('<au id="urn:x"><url>index.html</url><moveOn>Passed</moveOn></au>', "<moveOn>"),
        (
            '<au id="urn:x"><launchMethod>OwnWindow</launchMethod><url>index.html</url></au>',
            "<launchMethod>",
        ),
        (
            '<au id="urn:x"><objectives><objective idref="urn:o"/></objectives>'
            "<url>index.html</url></au>",
            "'urn:o'",
        ),
    ],
)
def test_a_doubtful_unit_is_a_warning(unit: str, warning: str) -> None:
    package = read(structure(content=UNIT + unit))

    assert len(package.warnings) == 1
    assert warning in package.warnings[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (structure(content=""), "nothing_to_launch"),
        (structure(content='<au id="urn:x"/>'), "nothing_to_launch"),
        (structure(course=""), "wrong_descriptor"),
        ("<tincan/>", "wrong_descriptor"),
    ],
)
def test_what_is_no_course_is_refused(text: str, code: str) -> None:
    with pytest.raises(InvalidPackage) as refusal:
        read(text)
    assert (refusal.value.code, refusal.value.file) == (code, "cmi5.xml")


def unit(identifier: str = "urn:x", url: str = "index.html", title: str = "") -> str:
    return f'<au id="{identifier}">{title}<url>{url}</url></au>'


def block(identifier: str, content: str = UNIT) -> str:
    return f'<block id="{identifier}">{content}</block>'


def objectives(*identifiers: str) -> str:
    inside = "".join(f'<objective id="{identifier}"/>' for identifier in identifiers)
    return f"<objectives>{inside}</objectives>"


@pytest.mark.parametrize(
    ("content", "code", "what"),
    [
        (unit("lesson-1"), "not_an_iri", "'lesson-1'"),
        (unit(""), "not_an_iri", "''"),
        (unit("https://example.org/a b"), "not_an_iri", "'https://example.org/a b'"),
        (block("unit 1"), "not_an_iri", "'unit 1'"),
        (objectives("o") + UNIT, "not_an_iri", "'o'"),
        (unit("urn:a") + unit("urn:a"), "duplicate_iri", "'urn:a'"),
        (block("urn:a", unit("urn:b") + block("urn:a")), "duplicate_iri", "'urn:a'"),
        (objectives("urn:o", "urn:o") + UNIT, "duplicate_iri", "'urn:o'"),
        (unit(url="index.html?endpoint=x"), "reserved_parameter", "endpoint"),
        (unit(url="index.html?a=1&amp;fetch=x&amp;actor="), "reserved_parameter", "fetch, actor"),
        (unit(url="index.html?activityId=1#a"), "reserved_parameter", "activityId"),
        (unit(url="https://example.org/?registration=1"), "reserved_parameter", "registration"),
        (unit(url="my page.html"), "malformed_url", "'my page.html'"),
        (unit(url="https://example.org/a b"), "malformed_url", "'https://example.org/a b'"),
        (unit(url="gone.html"), "missing_launch_file", "'gone.html'"),
        (unit(url="../x.html"), "path_leaves_package", "'../x.html'"),
        (UNIT + objectives("urn:o"), "elements_out_of_order", "<objectives>"),
        ('<au id="urn:x"><url>index.html</url><title/></au>', "elements_out_of_order", "<title>"),
        (
            '<block id="urn:b"><au id="urn:x"><url>index.html</url></au><title/></block>',
            "elements_out_of_order",
            "<title>",
        ),
    ],
)
def test_what_the_specification_does_not_allow_is_refused(
    content: str, code: str, what: str
) -> None:
    with pytest.raises(InvalidPackage) as refusal:
        read(structure(content=content))

    assert (refusal.value.code, refusal.value.file) == (code, "cmi5.xml")
    assert what in refusal.value.reason


def test_everything_that_is_not_allowed_is_told_at_once() -> None:
    content = unit("lesson-1", "a b.html") + unit("lesson-2", "index.html?endpoint=x")

    with pytest.raises(InvalidPackage) as refusal:
        read(structure(content=content))

    assert {problem.code for problem in refusal.value.noted} >= {
        "not_an_iri",
        "malformed_url",
        "reserved_parameter",
    }


def test_the_course_itself_has_an_iri() -> None:
    with pytest.raises(InvalidPackage, match="'fire-drill'") as refusal:
        read(structure(course='<course id="fire-drill"/>'))
    assert refusal.value.code == "not_an_iri"


@pytest.mark.parametrize(
    "content",
    [
        unit("tag:example.org,2026:\u00fcbung", "index.html?endpoints=1&amp;Fetch=2"),
        unit(url="index.html#endpoint=1"),
        unit(url=" index.html\n"),
        objectives("urn:x") + block("urn:y", unit("urn:x")),
        '<au id="urn:x"><title/><x:about xmlns:x="urn:v"/><url>index.html</url></au>',
        UNIT + block("urn:b", unit("urn:c")) + unit("urn:d"),
    ],
)
def test_what_the_specification_allows_is_read_without_a_word(content: str) -> None:
    assert read(structure(content=content)).warnings == ()
