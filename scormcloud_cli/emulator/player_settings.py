"""What settings ask of the player, as they were when a sitting began."""

import json
import sqlite3
from collections.abc import Mapping

from scormcloud_cli.api import catalog
from scormcloud_cli.emulator import configuration

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
        sitting: the sitting.
    """

    def __init__(self, sitting: sqlite3.Row) -> None:
        self.values: Mapping[str, str] = json.loads(sitting["settings"])

    def given(self, name: str) -> str:
        """Return a setting of the player; "" where it is as the service has it."""
        return self.values.get(f"Player{name}", "")

    def is_set(self, name: str) -> bool:
        """Say whether a setting of the player is turned on by someone."""
        return self.given(name) == "true"

    def exit_action(self, *, is_last: bool, is_satisfied: bool, ending: str) -> str:
        """Return what comes after content that has ended by itself [I].

        Args:
            is_last: whether it is the last of the course.
            is_satisfied: whether it is completed, and not failed.
            ending: how it has said that it ends: ``suspend``.
        """
        place = "FinalScoCourse" if is_last else "IntermediateSco"
        satisfied = "Satisfied" if is_satisfied else "NotSatisfied"
        name = f"Player{place}{satisfied}{_ENDINGS.get(ending, 'Normal')}ExitAction"
        return self.values.get(name, str(catalog.settings()[name].default))
