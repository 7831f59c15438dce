"""xAPI packages."""

import pytest

from scormcloud_cli.packages import InvalidPackage, Package, read_package
from tests.unit.packages.course_zips import zipped

COURSE = """<activity id="https://example.org/c"><name lang="en">Fire</name>
  <description lang="de">Feuer</description><launch lang="en">index.html?x=1</launch></activity>"""


def read(activities: str) -> Package:
    text = (
        '<tincan xmlns="http://projecttincan.com/tincan.xsd">'
        f"<activities>{activities}</activities></tincan>"
    )
    return read_package(zipped({"tincan.xml": text, "index.html": ""}))


def test_the_activity_with_a_launch_link_is_the_course() -> None:
    package = read('<activity id="other"><name>Quiz</name></activity>' + COURSE)

    assert (package.standard, package.identifier) == ("XAPI", "https://example.org/c")
    assert (package.title, package.title_language) == ("Fire", "en")
    assert (package.description, package.description_language) == ("Feuer", "de")
    assert package.languages == ("en", "de")
    assert package.root_activity.href == "index.html?x=1"
    assert package.root_activity.children == ()
    assert package.warnings == ()


def test_of_two_that_can_be_launched_the_first_counts() -> None:
    package = read(COURSE + '<activity id="second"><launch>index.html</launch></activity>')

    assert package.title == "Fire"
    assert "More than one activity" in package.warnings[0]


def test_without_a_name_the_identifier_is_the_title() -> None:
    assert read('<activity id="c"><launch>index.html</launch></activity>').title == "c"


@pytest.mark.parametrize("launch", ["", "<launch/>", "<launch>../../index.html</launch>"])
def test_a_package_with_nothing_to_launch_is_refused(launch: str) -> None:
    with pytest.raises(InvalidPackage) as refusal:
        read(f'<activity id="c">{launch}</activity>')
    assert refusal.value.code == "nothing_to_launch"


def test_another_document_of_that_name_is_refused() -> None:
    with pytest.raises(InvalidPackage) as refusal:
        read_package(zipped({"tincan.xml": "<activities/>"}))
    assert refusal.value.code == "wrong_descriptor"
