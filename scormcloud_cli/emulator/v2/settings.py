"""Settings in v2's shape."""

from collections.abc import Iterable, Mapping
from typing import Any

from scormcloud_cli.emulator.configuration import Value
from scormcloud_cli.emulator.faults import Fault


def setting_items(values: Iterable[Value], *, with_metadata: bool) -> dict[str, Any]:
    """Return v2's SettingListSchema."""
    return {"settingItems": [_item(value, with_metadata) for value in values]}


def settings_of(body: Mapping[str, Any]) -> dict[str, str]:
    """Return the settings that a SettingsPostSchema sets, by ID.

    Raises:
        Fault: one has no ID or no value.
    """
    settings: dict[str, str] = {}
    for each in body.get("settings", ()):
        if "settingId" not in each or "value" not in each:
            raise Fault(400, "a setting needs settingId and value")
        settings[each["settingId"]] = each["value"]
    return settings


def _item(value: Value, with_metadata: bool) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": value.setting.id,
        "effectiveValue": value.effective,
        "effectiveValueSource": value.source,
    }
    if value.explicit is not None:
        item["explicitValue"] = value.explicit
    if with_metadata:
        item["metadata"] = {
            "default": value.setting.default,
            "dataType": value.setting.type,
            "settingDescription": value.setting.description,
            "validValues": [{"value": each} for each in value.setting.values],
        }
    return item
