"""What the player does by its settings."""

import pytest

from scormcloud_cli.api import catalog
from scormcloud_cli.emulator.player_settings import PlayerSettings


def look(settings: dict[str, str], *, has_several: bool = True) -> dict[str, object]:
    return PlayerSettings(settings).look(has_several=has_several, ends_by_itself=True)


@pytest.mark.parametrize(
    ("setting", "part"),
    [
        ("ShowNavBar", "bar"),
        ("ShowTitleBar", "title"),
        ("ShowCourseStructure", "contents"),
        ("CourseStructureStartsOpen", "contentsOpen"),
        ("EnableChoiceNav", "choice"),
        ("EnableFlowNav", "previousNext"),
        ("ShowFinishButton", "exit"),
        ("ShowCloseItem", "closeItem"),
        ("ShowHelp", "help"),
        ("ShowProgressBar", "progress"),
    ],
)
def test_a_part_of_the_page_is_there_or_not_as_it_is_set(setting: str, part: str) -> None:
    assert look({f"Player{setting}": "true"})[part] is True
    assert look({f"Player{setting}": "false"})[part] is False


def test_a_page_has_what_its_course_needs_where_nothing_is_set() -> None:
    shown = {name for name, value in look({}).items() if value is True}
    assert shown == {"bar", "title", "contents", "contentsOpen", "choice", "previousNext", "exit"}
    plain = look({}, has_several=False)
    assert not any(plain[name] for name in ("bar", "contents", "previousNext"))


@pytest.mark.parametrize(
    ("kind", "after_click", "toolbar"),
    [
        ("NEW_WINDOW", False, True),
        ("NEW_WINDOW_AFTER_CLICK", True, True),
        ("NEW_WINDOW_WITHOUT_BROWSER_TOOLBAR", False, False),
        ("NEW_WINDOW_AFTER_CLICK_WITHOUT_BROWSER_TOOLBAR", True, False),
    ],
)
@pytest.mark.parametrize("name", ["PlayerLaunchType", "PlayerScoLaunchType"])
def test_a_window_is_what_its_launch_type_says(
    name: str, kind: str, after_click: bool, toolbar: bool
) -> None:
    sizes = {"PlayerDesiredWidth": "800", "PlayerRequiredHeight": "900"}
    window = PlayerSettings({name: kind, **sizes}).window(name)
    assert window is not None
    assert (window["afterClick"], window["toolbar"]) == (after_click, toolbar)
    assert (window["size"], window["fullScreen"]) == ([800, 900], False)
    assert PlayerSettings({name: "FRAMESET"}).window(name) is None
    assert PlayerSettings({}).window(name) is None


@pytest.mark.parametrize(
    ("preference", "told"),
    [
        ("COMBINED", "failed"),
        ("SEPARATE", "completed, failed"),
        ("COMPLETION_ONLY", "completed"),
        ("SUCCESS_ONLY", "failed"),
        ("NONE", ""),
    ],
)
def test_a_status_is_shown_as_it_is_preferred(preference: str, told: str) -> None:
    settings = PlayerSettings({"PlayerStatusDisplayPreference": preference})
    assert settings.status("COMPLETED", "FAILED") == told
    assert settings.status("UNKNOWN", "UNKNOWN") == ""


EXIT_ACTIONS = [name for name in catalog.settings() if name.endswith("ExitAction")]


@pytest.mark.parametrize("name", EXIT_ACTIONS)
def test_each_exit_action_has_its_moment(name: str) -> None:
    moments = {
        (is_last, is_satisfied, ending): PlayerSettings({name: "its own"}).exit_action(
            is_last=is_last, is_satisfied=is_satisfied, ending=ending
        )
        for is_last in (True, False)
        for is_satisfied in (True, False)
        for ending in ("", "suspend", "logout", "time-out")
    }
    assert list(moments.values()).count("its own") == 1
    assert len(EXIT_ACTIONS) == len(moments)
    taken = set(catalog.settings()[name].values)
    assert set(moments.values()) - {"its own"} <= taken
