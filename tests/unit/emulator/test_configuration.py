from collections.abc import Mapping

import pytest

from scormcloud_cli.emulator import configuration, courses
from scormcloud_cli.emulator.configuration import APPLICATION, Level
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import APP_ID, Emulator
from tests.unit.emulator.conftest import add_course

FLOW = "PlayerAlwaysFlowToFirstSco"  # true, where nothing is set
FREQUENCY = "PlayerCommCommitFrequency"
COURSE: Level = ("course", "golf")


def change(emulator: Emulator, level: Level, settings: dict[str, str]) -> Mapping[str, str]:
    return configuration.change(emulator, APP_ID, lambda: [level], settings)


def value(emulator: Emulator, setting: str, *levels: Level) -> configuration.Value:
    values = configuration.get(emulator.store.reading(), APP_ID, list(levels))
    return next(value for value in values if value.setting.id == setting)


def test_the_nearest_level_that_sets_something_gives_the_value(emulator: Emulator) -> None:
    change(emulator, APPLICATION, {FLOW: "false", FREQUENCY: "5"})
    change(emulator, COURSE, {FREQUENCY: "7"})
    flow, frequency = (value(emulator, name, COURSE, APPLICATION) for name in (FLOW, FREQUENCY))
    assert (flow.effective, flow.source, flow.explicit) == ("false", "application", None)
    assert (frequency.effective, frequency.source, frequency.explicit) == ("7", "course", "7")


def test_what_nobody_sets_is_the_default(emulator: Emulator) -> None:
    flow = value(emulator, FLOW, COURSE, APPLICATION)
    assert (flow.effective, flow.source) == ("true", "default")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"Nothing": "1"}, r"Unknown setting \[Nothing\]"),
        ({FLOW: "perhaps"}, "is not a value"),
        ({FREQUENCY: "often"}, "is not a value"),
    ],
)
def test_of_several_settings_all_are_set_or_none(
    emulator: Emulator, settings: dict[str, str], message: str
) -> None:
    with pytest.raises(Refusal, match=message):
        change(emulator, COURSE, {"PlayerAllowCompleteStatusChange": "true", **settings})
    assert configuration.explicit(emulator.store.reading(), APP_ID, COURSE) == {}


def test_what_is_unset_goes_before_what_is_set_comes(emulator: Emulator) -> None:
    change(emulator, COURSE, {FLOW: "false", FREQUENCY: "5"})
    settings = {FREQUENCY: "6"}
    configuration.change(emulator, APP_ID, lambda: [COURSE], settings, unset=[FLOW, FREQUENCY])
    assert configuration.explicit(emulator.store.reading(), APP_ID, COURSE) == settings


def test_only_what_differs_is_set_where_that_is_asked_for(emulator: Emulator) -> None:
    changed = configuration.change(
        emulator,
        APP_ID,
        lambda: [COURSE, APPLICATION],
        {FLOW: "true", FREQUENCY: "6"},
        only_differing=True,
    )
    assert changed == {FREQUENCY: "6"}
    assert configuration.explicit(emulator.store.reading(), APP_ID, COURSE) == {FREQUENCY: "6"}


def test_levels_are_looked_up_inside_the_transaction(emulator: Emulator) -> None:
    seen = []

    def levels() -> list[Level]:
        seen.append(emulator.store.reading().in_transaction)
        return [COURSE]

    configuration.change(emulator, APP_ID, levels, {FLOW: "false"})
    assert seen == [True]


def test_clearing_a_course_clears_its_versions_and_no_course_of_a_like_name(
    emulator: Emulator,
) -> None:
    levels = [COURSE, configuration.part("course", "golf", 1), ("course", "golf club")]
    for level in levels:
        change(emulator, level, {FLOW: "false"})
    with emulator.store.writing() as database:
        configuration.clear(database, APP_ID, COURSE)
    database = emulator.store.reading()
    left = [bool(configuration.explicit(database, APP_ID, level)) for level in levels]
    assert left == [False, False, True]


def test_a_course_is_configured_by_its_standard_and_number_of_scos(emulator: Emulator) -> None:
    one_sco = {"itemIdentifier": "a", "activityType": "SCO"}
    add_course(emulator, root_activity={"itemIdentifier": "root", "children": [one_sco]})
    row = courses.get(emulator.store.reading(), APP_ID, "golf")
    standard = "learningStandardForApplication"
    assert configuration.of_course(row, one_version=True) == [
        configuration.part("course", "golf", 0),
        COURSE,
        (standard, "SCORM12 single"),
        (standard, "SCORM12"),
        APPLICATION,
    ]
