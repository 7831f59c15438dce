"""The configuration of courses over v1, which calls it their attributes."""

from collections.abc import Iterator, Mapping

from scormcloud_cli.api import catalog
from scormcloud_cli.api.configuration import SettingValue, known_setting
from scormcloud_cli.api.v1 import gaps
from scormcloud_cli.api.v1.client import Client


class Attributes:
    """The attributes of courses; what each method does stands in ``api/configuration.py``.

    Args:
        client: the direct way to v1.
        version: which version's; the newest's if None.
    """

    def __init__(self, client: Client, version: int | None) -> None:
        self._client = client
        self._version = version

    def get(self, owner: str) -> Iterator[SettingValue]:
        root = self._client.call("rustici.course.getAttributes", self._named(owner))
        by_name = {setting.v1: setting for setting in catalog.settings().values() if setting.v1}
        for element in root.iterfind(".//attribute"):
            setting = by_name.get(element.get("name", ""))
            if setting is None:
                continue  # an attribute that is no setting: title, scormVersion
            value = element.get("value") or ""
            spelt = {v1: v2 for v2, v1 in setting.values.items()}
            yield SettingValue(id=setting.id, effective_value=spelt.get(value, value))

    def set(self, owner: str, settings: Mapping[str, str]) -> None:
        values = self._named(owner)
        for name, value in settings.items():
            setting = known_setting(name)
            if setting.v1 is None:
                gaps.refuse(f"v1 has no setting {name}")
            values[setting.v1] = setting.values.get(value, value)
        self._client.call("rustici.course.updateAttributes", values)

    def _named(self, owner: str) -> dict[str, object]:
        return {"courseid": owner, "versionid": self._version}

    unset = gaps.refusing("v1 cannot unset a setting, only set it")
