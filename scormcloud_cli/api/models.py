"""What the service's answers are about, in one shape for both APIs.

Attributes are v2's documented properties in Python's spelling: ``course_learning_standard`` is
``courseLearningStandard`` in JSON. What an answer did not carry is None, and is left out of the
JSON. Times are texts in ISO 8601, UTC, with milliseconds and a ``Z``.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, datetime
from typing import Any, Self, get_args, get_type_hints

from scormcloud_cli.api.errors import UnexpectedAnswer

Json = Any


class Time(str):
    """Marks an attribute that holds a time, so that reading it makes its form uniform."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Base of all models, and of what is sent in v2's shape: read from its JSON, printed as it."""

    @classmethod
    def from_record(cls, record: Mapping[str, Json]) -> Self:
        """Read one from a JSON object in v2's shape; what it does not know is passed over.

        Raises:
            UnexpectedAnswer: it lacks what every such thing has.
        """
        values: dict[str, Any] = {}
        for name, json_name, read, required in _layout(cls):
            value = record.get(json_name)
            if value is not None:
                values[name] = read(value) if read else value
            elif required:
                raise UnexpectedAnswer(f"the service's answer has no {json_name}")
        return cls(**values)

    def to_record(self) -> dict[str, Json]:
        """Return it as a JSON object in v2's shape, without what is not known."""
        record: dict[str, Json] = {}
        for name, json_name, _, _ in _layout(type(self)):
            value = getattr(self, name)
            if value is None:
                continue
            if isinstance(value, Model):
                value = value.to_record()
            elif isinstance(value, tuple):
                value = list(value)
            record[json_name] = value
        return record

    @classmethod
    def field_paths(cls) -> tuple[str, ...]:
        """Return the dotted JSON names of everything one may carry, at any depth.

        A name that ends in ``.*`` is of something with any content.
        """
        paths: list[str] = []
        hints = get_type_hints(cls)
        for name, json_name, _, _ in _layout(cls):
            kind = _kind(hints[name])
            parts = (kind, *get_args(kind))
            paths.append(f"{json_name}.*" if Any in parts else json_name)
            for part in parts:
                if isinstance(part, type) and issubclass(part, Model):
                    paths += (f"{json_name}.{path}" for path in part.field_paths())
        return tuple(paths)


def known(**values: Any) -> dict[str, Any]:
    """Return those of the values that are not None, by their names."""
    return {name: value for name, value in values.items() if value is not None}


def utc(text: str) -> Time:
    """Return a time as ISO 8601 in UTC with milliseconds and ``Z``.

    Args:
        text: an ISO 8601 time; without a zone it is taken to be UTC (docs/service/v2.md, Lists).
            What cannot be read as a time is returned unchanged.
    """
    if _UNIFORM.fullmatch(text):  # as the service writes most of them: nothing to do
        return Time(text)
    moment = moment_of(text)
    if moment is None:
        return Time(text)
    return Time(moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z")


def moment_of(text: str) -> datetime | None:
    """Return the moment in UTC that an ISO 8601 time names, as `utc`; None where it is none."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


# Days that not every month has are left to the calendar.
_UNIFORM = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3])(?::[0-5]\d){2}\.\d{3}Z"
)
_Read = Callable[[Any], Any] | None
_layouts: dict[type, tuple[tuple[str, str, _Read, bool], ...]] = {}


def _layout(model: type[Model]) -> tuple[tuple[str, str, _Read, bool], ...]:
    """Return each attribute's name, its JSON name, what reads its value, and if it must be."""
    if model not in _layouts:
        hints = get_type_hints(model)
        _layouts[model] = tuple(
            (
                field.name,
                _camel(field.name),
                _sorted if field.name == "tags" else _reader(hints[field.name]),
                field.default is MISSING,
            )
            for field in fields(model)
        )
    return _layouts[model]


def _reader(hint: Any) -> _Read:
    """Return what turns JSON into a value of a type; None where it is one already."""
    kind = _kind(hint)
    if kind in (str, int, float, bool):
        return None
    if kind is Time:
        return utc
    if isinstance(kind, type) and issubclass(kind, Model):
        return kind.from_record
    return lambda value: tuple(value) if isinstance(value, list) else value


def _sorted(tags: Iterable[str]) -> tuple[str, ...]:
    """Return tags in alphabetical order: neither API promises one."""
    return tuple(sorted(tags))


def _kind(hint: Any) -> Any:
    """Return the type of a value that is there: ``str`` for ``str | None``."""
    choices = [choice for choice in get_args(hint) if choice is not type(None)]
    return choices[0] if choices and len(get_args(hint)) > len(choices) else hint


def _camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), name)
