"""What a course is to be beside its content, as options and ``scloud.toml`` say it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.api.files import read_text
from scormcloud_cli.packages.junk import CONFIG


@dataclass(frozen=True, slots=True)
class CourseSettings:
    """Title, tags and settings that a course is to have; None leaves one of them as it is."""

    title: str | None = None
    tags: tuple[str, ...] | None = None
    settings: Mapping[str, str] | None = None


def course_settings(
    source: str,
    course_id: str,
    *,
    title: str | None,
    tags: Sequence[str],
    settings: Sequence[str],
    config: str | None,
) -> CourseSettings:
    """Return what options and ``scloud.toml`` ask for; options take precedence.

    Args:
        source: beside which, and in which, the file is looked for; the one in it goes before.
        course_id: whose table of the file counts.
        title: of the options.
        tags: of the options.
        settings: of the options, as ``NAME=VALUE``.
        config: the file, where another is meant.

    Raises:
        UsageError: the file cannot be read, or holds what is not known.
    """
    folder = Path(source).absolute()
    paths = [Path(config)] if config else [folder.parent / CONFIG, folder / CONFIG]
    tables = [_table(path, course_id) for path in paths if config or path.is_file()]
    said = {name: value for table in tables for name, value in table.items()}
    values = {name: value for table in tables for name, value in table.get("settings", {}).items()}
    return CourseSettings(
        title=title if title is not None else said.get("title"),
        tags=tuple(tags) if tags else said.get("tags"),
        settings={**values, **dict(map(_setting, settings))} or None,
    )


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise UsageError(f"a setting is given as NAME=VALUE, not {text!r}")
    return name, value


def _table(path: Path, course_id: str) -> dict[str, Any]:
    """Return the table of one course in a file, checked, with tags and values as courses have."""
    try:
        document = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: {error}") from None
    for name, value in document.items():
        if not isinstance(value, dict) and name != course_id:
            raise UsageError(
                f"{path}: {name} stands outside of a course's table",
                hint=f"put it under [{course_id}]",
            )
    table = document.get(course_id, {})
    if not isinstance(table, dict):
        raise UsageError(f"{path}: {course_id} must be a table, [{course_id}]")
    for name, value in table.items():
        if name not in ("title", "tags", "settings"):
            raise UsageError(
                f"{path}: [{course_id}] has the unknown key {name!r}",
                hint="title, tags and settings are known",
            )
        fits = {
            "title": isinstance(value, str),
            "tags": isinstance(value, list) and all(isinstance(tag, str) for tag in value),
            "settings": isinstance(value, dict)
            and all(isinstance(setting, str | int | float) for setting in value.values()),
        }[name]
        if not fits:
            kind = {"title": "a text", "tags": "a list of texts", "settings": "a table"}[name]
            raise UsageError(f"{path}: {name} of [{course_id}] must be {kind}")
    if "tags" in table:
        table["tags"] = tuple(table["tags"])
    if "settings" in table:
        table["settings"] = {name: _text(value) for name, value in table["settings"].items()}
    return table


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
