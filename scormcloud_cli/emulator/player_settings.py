"""What settings ask of the player, as they were when a sitting began."""

import sqlite3
from collections.abc import Mapping
from typing import Any

from scormcloud_cli.api import catalog
from scormcloud_cli.emulator import configuration

Json = Any

# How content says that it ends, as settings name it.
_ENDINGS = {"suspend": "Suspend", "logout": "Logout", "time-out": "Timeout"}


def of_levels(
    database: sqlite3.Connection, app_id: str, levels: list[configuration.Level]
) -> dict[str, str]:
    """Return the settings of the player that are not as the service has them, by ID.

    Args:
        database: the store.
        app_id: the application.
        levels: where they may stand.
    """
    return {
        value.setting.id: value.effective
        for value in configuration.get(database, app_id, levels)
        if value.source != "default" and value.setting.id.startswith("Player")
    }


class PlayerSettings:
    """The settings of a sitting, and what its launch has asked for.

    Args:
        values: what is set, by ID. All else is as the service has it.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values

    def look(self, *, has_several: bool, ends_by_itself: bool) -> dict[str, Json]:
        """Return what the learner sees around the content.

        Where nobody has set anything the service shows nothing. Here it is what a course needs [I].

        Args:
            has_several: whether the course has several units.
            ends_by_itself: whether its content can tell that it ends.
        """
        return {
            "bar": self._shows("ShowNavBar", default=has_several or not ends_by_itself),
            "title": self._shows("ShowTitleBar", default=True),
            "contents": self._shows("ShowCourseStructure", default=has_several),
            "contentsOpen": self._shows("CourseStructureStartsOpen", default=True),
            "contentsWidth": self._number("CourseStructureWidth"),
            "choice": self._shows("EnableChoiceNav", default=True),
            "blockedEntries": self._text("InvalidMenuItemAction"),
            "previousNext": self._shows("EnableFlowNav", default=has_several),
            "exit": self._shows("ShowFinishButton", default=True),
            "closeItem": self._shows("ShowCloseItem", default=False),
            "help": self._shows("ShowHelp", default=False),
            "progress": self._shows("ShowProgressBar", default=False),
            "window": self.window("PlayerScoLaunchType"),
        }

    def window(self, name: str) -> dict[str, Json] | None:
        """Return what a setting says of a window to open; None for a frame.

        Args:
            name: PlayerLaunchType, for the player, or PlayerScoLaunchType, for content.
        """
        kind = self.values.get(name, "FRAMESET")
        if kind == "FRAMESET":
            return None
        sizes = (
            max(self._number(f"Desired{side}"), self._number(f"Required{side}"))
            for side in ("Width", "Height")
        )
        wishes = ("DesiredFullScreen", "RequiredFullScreen")
        return {
            "afterClick": "AFTER_CLICK" in kind,
            "toolbar": "WITHOUT_BROWSER_TOOLBAR" not in kind,
            "size": list(sizes),
            "fullScreen": any(self._shows(wish, default=False) for wish in wishes),
        }

    def status(self, completion: str, success: str) -> str:
        """Return the status of an activity as the table of contents has it.

        By PlayerStatusDisplayPreference; "" where nothing is known or it is not to be shown.
        """
        preference = self._text("StatusDisplayPreference")
        known = {
            "SUCCESS_ONLY": [success],
            "COMPLETION_ONLY": [completion],
            "SEPARATE": [completion, success],
            "COMBINED": [completion if success == "UNKNOWN" else success],
        }.get(preference, [])
        return ", ".join(word.lower() for word in known if word != "UNKNOWN")

    def exit_action(self, *, is_last: bool, is_satisfied: bool, ending: str) -> str:
        """Return what comes after content that has ended by itself [I].

        Args:
            is_last: whether it is the last of the course.
            is_satisfied: whether it is completed, and not failed.
            ending: how it has said that it ends: ``suspend``.
        """
        place = "FinalScoCourse" if is_last else "IntermediateSco"
        satisfied = "Satisfied" if is_satisfied else "NotSatisfied"
        return self._text(f"{place}{satisfied}{_ENDINGS.get(ending, 'Normal')}ExitAction")

    def _text(self, name: str) -> str:
        name = f"Player{name}"
        return self.values.get(name, str(catalog.settings()[name].default))

    def _number(self, name: str) -> int:
        return int(self._text(name))

    def _shows(self, name: str, *, default: bool) -> bool:
        return self.values.get(f"Player{name}", str(default).lower()) == "true"
