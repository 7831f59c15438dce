"""What the service's answers are about, in one shape for both APIs.

Attributes are v2's documented properties in Python's spelling: ``course_learning_standard`` is
``courseLearningStandard`` in JSON. What an answer did not carry is None, and is left out of the
JSON. Times are texts in ISO 8601, UTC, with milliseconds and a ``Z``.
"""

import re
from collections.abc import Mapping
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
    """Base of all models: reading from v2's JSON and printing as it."""

    @classmethod
    def from_record(cls, record: Mapping[str, Json]) -> Self:
        """Read one from a JSON object in v2's shape; what it does not know is passed over.

        Raises:
            UnexpectedAnswer: it lacks what every such thing has.
        """
        values: dict[str, Any] = {}
        for name, json_name, kind in _layout(cls):
            value = record.get(json_name)
            if value is None:
                continue
            if kind is Time:
                value = utc(value)
            elif isinstance(kind, type) and issubclass(kind, Model):
                value = kind.from_record(value)
            elif isinstance(value, list):
                value = tuple(value)
            values[name] = value
        for each in fields(cls):
            if each.default is MISSING and each.name not in values:
                raise UnexpectedAnswer(f"the service's answer has no {_camel(each.name)}")
        return cls(**values)

    def to_record(self) -> dict[str, Json]:
        """Return it as a JSON object in v2's shape, without what is not known."""
        record: dict[str, Json] = {}
        for name, json_name, _kind in _layout(type(self)):
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
    def field_names(cls) -> tuple[str, ...]:
        """Return the JSON names of everything one may carry."""
        return tuple(json_name for _, json_name, _ in _layout(cls))


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingValue(Model):
    """What one configuration setting is, and where that comes from (SettingItem)."""

    id: str
    effective_value: str | None = None
    effective_value_source: str | None = None
    explicit_value: str | None = None
    metadata: Mapping[str, Json] | None = None


def utc(text: str) -> Time:
    """Return a time as ISO 8601 in UTC with milliseconds and ``Z``.

    Args:
        text: an ISO 8601 time; without a zone it is taken to be UTC (spec/v2-facts.md, Lists).
            What cannot be read as a time is returned unchanged.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return Time(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    moment = moment.astimezone(UTC)
    return Time(moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z")


_layouts: dict[type, tuple[tuple[str, str, Any], ...]] = {}


def _layout(model: type[Model]) -> tuple[tuple[str, str, Any], ...]:
    """Return each attribute's name, its JSON name, and the type that its value is read as."""
    if model not in _layouts:
        hints = get_type_hints(model)
        _layouts[model] = tuple(
            (each.name, _camel(each.name), _kind(hints[each.name])) for each in fields(model)
        )
    return _layouts[model]


def _kind(hint: Any) -> Any:
    """Return what stands beside None in a type."""
    choices = [each for each in get_args(hint) if each is not type(None)]
    return choices[0] if choices and len(get_args(hint)) > len(choices) else hint


def _camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), name)
