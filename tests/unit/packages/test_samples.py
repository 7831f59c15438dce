"""The samples of this project come out as the table of their README says."""

import pytest

from scormcloud_cli.packages import (
    Activity,
    ActivityKind,
    InvalidPackage,
    LearningStandard,
    Package,
    read_package,
)
from tests.unit.packages.course_zips import SAMPLES

LESSON = "What to do when the alarm sounds"


def read(name: str) -> Package:
    return read_package(SAMPLES / name)


def launchable(package: Package) -> list[Activity]:
    return [activity for activity in package.root_activity.walk() if activity.launch is not None]


@pytest.mark.parametrize(
    ("name", "standard", "title", "launches", "passing_scores"),
    [
        ("scorm12.zip", "SCORM12", "Fire drill, SCORM 1.2", ["index.html"], [0.8]),
        (
            "scorm2004-3rd.zip",
            "SCORM20043RDEDITION",
            "Fire drill, SCORM 2004 3rd Edition",
            ["index.html"],
            [0.8],
        ),
        (
            "scorm2004-4th.zip",
            "SCORM20044THEDITION",
            "Fire drill, SCORM 2004 4th Edition",
            ["index.html"],
            [0.8],
        ),
        ("aicc.zip", "AICC", "Fire drill, AICC", ["index.html"], [0.8]),
        ("cmi5.zip", "CMI5", "Fire drill, cmi5", ["index.html"], [0.8]),
        ("xapi.zip", "XAPI", "Fire drill, xAPI", ["index.html"], [None]),
        (
            "two-scos.zip",
            "SCORM12",
            "Fire drill in two lessons",
            ["lesson1/index.html", "lesson2/index.html"],
            [None, 0.7],
        ),
    ],
)
def test_a_sample_is_what_its_table_says(
    name: str, standard: str, title: str, launches: list[str], passing_scores: list[float | None]
) -> None:
    package = read(name)

    assert package.standard == LearningStandard(standard)
    assert package.title == package.root_activity.title == title
    assert package.warnings == ()
    activities = launchable(package)
    assert [activity.launch for activity in activities] == launches
    assert [activity.scaled_passing_score for activity in activities] == passing_scores
    assert {activity.kind for activity in activities} == {ActivityKind.SCO}


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("scorm12.zip", "sample-scorm12"),
        ("aicc.zip", "sample-aicc"),
        ("cmi5.zip", "https://samples.example/cmi5/fire-drill"),
        ("xapi.zip", "https://samples.example/xapi/fire-drill"),
    ],
)
def test_a_sample_has_the_identifier_of_its_descriptor(name: str, identifier: str) -> None:
    assert read(name).identifier == identifier


@pytest.mark.parametrize("name", ["scorm12.zip", "aicc.zip"])
def test_a_time_limit_is_given_as_written(name: str) -> None:
    (lesson,) = launchable(read(name))

    assert lesson.title == LESSON
    assert lesson.max_time_allowed == "00:30:00"


@pytest.mark.parametrize("name", ["scorm2004-3rd.zip", "scorm2004-4th.zip"])
def test_the_metadata_of_scorm_2004_is_read(name: str) -> None:
    package = read(name)

    assert package.typical_learning_time == "PT15M"
    assert package.keywords == ("safety",)
    assert (package.title_language, package.description_language) == ("en", "en")
    assert package.description == f"{LESSON}."
    assert package.languages == ("en",)


def test_the_4th_edition_sample_declares_a_completion_threshold() -> None:
    (lesson,) = launchable(read("scorm2004-4th.zip"))

    assert (lesson.completion_threshold, lesson.completed_by_measure) == (1.0, False)


def test_the_cmi5_sample_has_its_move_on_and_launch_method() -> None:
    (unit,) = launchable(read("cmi5.zip"))

    assert (unit.move_on, unit.launch_method) == ("CompletedAndPassed", "AnyWindow")


def test_the_sample_of_two_lessons_is_a_tree() -> None:
    root = read("two-scos.zip").root_activity

    (unit,) = root.children
    first, second = unit.children
    assert (unit.title, unit.kind) == ("Unit 1", ActivityKind.AGGREGATION)
    assert (first.prerequisites, second.prerequisites) == (None, "lesson-1")
    assert second.parameters == "?step=2"
    assert second.href == "lesson2/index.html?step=2"


def test_the_broken_sample_is_refused_with_line_and_column() -> None:
    with pytest.raises(InvalidPackage) as refusal:
        read("broken.zip")

    invalid = refusal.value
    assert (invalid.code, invalid.file) == ("malformed_xml", "imsmanifest.xml")
    assert (invalid.line, invalid.column) == (19, 5)
    assert str(invalid).startswith("imsmanifest.xml, line 19, column 5: The XML is not well-formed")
