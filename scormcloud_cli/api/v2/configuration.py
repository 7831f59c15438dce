"""Configuration over v2; what each method does stands in ``api/configuration.py``."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from scormcloud_cli.api.configuration import SettingValue
from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.api.v2.client import Client, Values


@dataclass(frozen=True, slots=True)
class Configuration:
    """The configuration of one kind of thing.

    Args:
        client: the direct way to v2.
        noun: ``Course`` or ``CourseVersion``, as it stands in the operations' names.
        named: gives the parameters that say whose configuration it is, by its owner.
    """

    client: Client
    noun: str
    named: Callable[[str], Values]

    def get(self, owner: str) -> Iterator[SettingValue]:
        answer = self.client.call(f"Get{self.noun}Configuration", self.named(owner))
        return map(SettingValue.from_record, answer["settingItems"])

    def set(self, owner: str, settings: Mapping[str, str]) -> None:
        values = {**self.named(owner), "settings": setting_items(settings)}
        self.client.call(f"Set{self.noun}Configuration", values)

    def unset(self, owner: str, setting_id: str) -> None:
        self.client.call(
            f"Delete{self.noun}ConfigurationSetting", {**self.named(owner), "settingId": setting_id}
        )


def of_application(client: Client) -> Configuration:
    """Return the configuration of the calling application.

    An owner is "" for all courses, a learning standard, ``SCORM12``, for those of that standard, or
    ``SCORM12:single`` and ``SCORM12:multiple`` for those with one SCO, or with several.
    """
    return Configuration(client, "Application", _courses)


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
