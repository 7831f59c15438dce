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
    inner = f'<block id="b2"><title><langstring>Inner</langstring></title>{UNIT}</block>'

    package = read(structure(content=f'<block id="b1">{inner}</block>'))

    assert [activity.title for activity in package.root_activity.walk()] == [
        "Fire",
        "b1",
        "Inner",
        "One",
    ]
    assert package.root_activity.children[0].kind == ActivityKind.AGGREGATION


def test_a_unit_has_what_its_launch_data_needs() -> None:
    unit = """<au id="u" moveOn="Passed" masteryScore="0.75" launchMethod="OwnWindow">
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
        ('<au id="x" moveOn="Whenever"><url>index.html</url></au>', "unknown moveOn 'Whenever'"),
        ('<au id="x" masteryScore="80"><url>index.html</url></au>', "masteryScore"),
        ('<au id="x"/>', "no url"),
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
        (structure(content='<au id="x"/>'), "nothing_to_launch"),
        (structure(course=""), "wrong_descriptor"),
        ("<tincan/>", "wrong_descriptor"),
    ],
)
def test_what_is_no_course_is_refused(text: str, code: str) -> None:
    with pytest.raises(InvalidPackage) as refusal:
        read(text)
    assert (refusal.value.code, refusal.value.file) == (code, "cmi5.xml")
