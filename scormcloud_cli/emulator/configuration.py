"""Settings, and the levels they come from: registration, dispatch, course, application, default.

A dispatch goes before its course, as v2 names the sources (v2.json, SettingItem). An invitation is
no source there: its settings become those of the registrations that it makes (inferred).

What is set for one version of a course, or one instance of a registration, goes before what is set
for the whole of it. That the service does the same is inferred.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from scormcloud_cli.api import catalog
from scormcloud_cli.emulator import store
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import Emulator

# A level's name, as v2 calls it, and what of it: the course, the registration, the standard.
Level = tuple[str, str]
APPLICATION: Level = ("application", "")
# Stands between an owner and the number of a part of it: no ID holds it.
_PART = "\n"


@dataclass(frozen=True, slots=True)
class Value:
    """What one setting is: its value, the level that gives it, and the one set right here."""

    setting: catalog.Setting
    effective: str
    source: str
    explicit: str | None


def of_standard(standard: str | None, single_sco: bool | None = None) -> list[Level]:
    """Return the levels for courses of a standard, of one SCO or several, and for all courses."""
    if standard is None:
        return [APPLICATION]
    levels = [("learningStandardForApplication", standard), APPLICATION]
    if single_sco is None:
        return levels
    word = "single" if single_sco else "multiple"
    return [("learningStandardForApplication", f"{standard} {word}"), *levels]


def of_course(course: sqlite3.Row, *, one_version: bool = False) -> list[Level]:
    """Return where the settings of a course, or a version of it, are looked for, nearest first."""
    scos = course["root_activity"].count('"activityType": "SCO"')
    levels = [("course", course["id"]), *of_standard(course["standard"], scos == 1)]
    return [part("course", course["id"], course["version"]), *levels] if one_version else levels


def of_registration(
    instance: sqlite3.Row, course: sqlite3.Row, *, one_instance: bool = False
) -> list[Level]:
    """Return where the settings of a registration, or one instance, are looked for."""
    levels = [("registration", instance["id"]), *of_course(course, one_version=True)]
    if instance["dispatch_id"] is not None:
        levels.insert(1, ("dispatch", instance["dispatch_id"]))
    own = part("registration", instance["id"], instance["instance"])
    return [own, *levels] if one_instance else levels


def part(level: str, owner: str, number: int) -> Level:
    """Return the level of one version of a course, or of one instance of a registration."""
    return level, f"{owner}{_PART}{number}"


def get(database: sqlite3.Connection, app_id: str, levels: list[Level]) -> Iterator[Value]:
    """Return every setting as it stands at the first of some levels."""
    by_level = [explicit(database, app_id, level) for level in levels]
    for setting in catalog.settings().values():
        for (level, _), values in zip(levels, by_level, strict=True):
            if setting.id in values:
                yield Value(setting, values[setting.id], level, by_level[0].get(setting.id))
                break
        else:
            yield Value(setting, setting.default, "default", None)


def explicit(database: sqlite3.Connection, app_id: str, level: Level) -> dict[str, str]:
    """Return what is set at one level, by the setting's ID."""
    rows = store.rows(database, "settings", _key(app_id, level))
    return {row["id"]: row["value"] for row in rows}


def set_all(
    database: sqlite3.Connection, app_id: str, level: Level, settings: Mapping[str, str]
) -> None:
    """Set settings at one level.

    Raises:
        Refusal: there is no such setting, or it does not take such a value.
    """
    for name, value in settings.items():
        check(name, value)
        row = {**_key(app_id, level), "id": name, "value": value}
        store.insert(database, "settings", row, "UPDATE SET value = excluded.value")


def change(
    emulator: Emulator,
    app_id: str,
    levels: Callable[[], list[Level]],
    settings: Mapping[str, str],
    *,
    unset: Iterable[str] = (),
    only_differing: bool = False,
) -> Mapping[str, str]:
    """Change what is set at one level, and return the settings that were set.

    The first of the levels is meant; `levels` is called inside the transaction. What is to be unset
    goes first: it comes from the level above then.

    Raises:
        Refusal: there is no such setting, or it does not take such a value.
    """
    with emulator.store.writing() as database:
        current = levels()
        for name in unset:
            key = {**_key(app_id, current[0]), "id": _known(name).id}
            store.delete(database, "settings", key)
        if only_differing:
            effective = {
                value.setting.id: value.effective for value in get(database, app_id, current)
            }
            settings = {name: text for name, text in settings.items() if effective[name] != text}
        set_all(database, app_id, current[0], settings)
    return settings


def clear(database: sqlite3.Connection, app_id: str, level: Level) -> None:
    """Remove all settings of one level, and of the versions or instances below it."""
    name, owner = level
    end = owner + _PART
    database.execute(
        "DELETE FROM settings WHERE app_id = ? AND level = ? "
        "AND (owner = ? OR substr(owner, 1, ?) = ?)",
        (app_id, name, owner, len(end), end),
    )


def _key(app_id: str, level: Level) -> dict[str, object]:
    return {"app_id": app_id, "level": level[0], "owner": level[1]}


def check(name: str, value: str) -> None:
    """Check the ID and the value of a setting.

    Raises:
        Refusal: it is refused.
    """
    if not _known(name).takes(value):
        raise Refusal(400, f"[{value}] is not a value of setting [{name}]")


def _known(name: str) -> catalog.Setting:
    setting = catalog.settings().get(name)
    if setting is None:
        raise Refusal(400, f"Unknown setting [{name}]")
    return setting
