"""Configuration over v2; what each method does stands in ``api/configuration.py``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scormcloud_cli.api.configuration import SettingValue
from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.api.v2.client import Client


@dataclass(frozen=True, slots=True)
class Configuration:
    """The configuration of one kind of thing.

    Args:
        client: the direct way to v2.
        noun: ``Course`` or ``CourseVersion``, as it stands in the operations' names.
        id_name: the parameter that takes its ID.
        part: the parameter that says which part of it, and its value.
    """

    client: Client
    noun: str
    id_name: str
    part: Mapping[str, int] = field(default_factory=dict)

    def get(self, owner: str) -> Iterator[SettingValue]:
        answer = self.client.call(f"Get{self.noun}Configuration", self._named(owner))
        return map(SettingValue.from_record, answer["settingItems"])

    def set(self, owner: str, settings: Mapping[str, str]) -> None:
        values = {**self._named(owner), "settings": setting_items(settings)}
        self.client.call(f"Set{self.noun}Configuration", values)

    def unset(self, owner: str, setting_id: str) -> None:
        self.client.call(
            f"Delete{self.noun}ConfigurationSetting",
            {**self._named(owner), "settingId": setting_id},
        )

    def _named(self, owner: str) -> dict[str, object]:
        return {self.id_name: owner, **self.part}


class ApplicationConfiguration:
    """The configuration of the calling application; methods as in ``api/configuration.py``.

    An owner is "" for all courses, a learning standard, ``SCORM12``, for those of that standard, or
    ``SCORM12:single`` and ``SCORM12:multiple`` for those with one SCO, or with several.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    def get(self, owner: str) -> Iterator[SettingValue]:
        answer = self._client.call("GetApplicationConfiguration", _courses(owner))
        return map(SettingValue.from_record, answer["settingItems"])

    def set(self, owner: str, settings: Mapping[str, str]) -> None:
        self._client.call(
            "SetApplicationConfiguration", {**_courses(owner), "settings": setting_items(settings)}
        )

    def unset(self, owner: str, setting_id: str) -> None:
        self._client.call(
            "DeleteApplicationConfigurationSetting", {**_courses(owner), "settingId": setting_id}
        )


def _courses(owner: str) -> dict[str, object]:
    """Return what says which courses a configuration is for.

    Raises:
        UsageError: it says neither ``single`` nor ``multiple`` after the standard.
    """
    standard, colon, scos = owner.partition(":")
    if colon and scos not in ("single", "multiple"):
        raise UsageError(f"after {standard}: comes single or multiple, not {scos!r}")
    return {"learningStandard": standard or None, "singleSco": scos == "single" if colon else None}


def setting_items(settings: Mapping[str, str]) -> list[dict[str, object]]:
    """Return the items of v2's SettingsPostSchema that set these settings."""
    return [
        {"settingId": name, "value": value, "explicit": True} for name, value in settings.items()
    ]
