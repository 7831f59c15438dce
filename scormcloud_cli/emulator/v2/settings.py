"""Settings over v2: the same three operations for each level that has settings."""

from collections.abc import Callable, Mapping
from typing import Any

from scormcloud_cli.emulator import configuration
from scormcloud_cli.emulator.configuration import Level, Value
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.v2.face import Call, Handler


def setting_handlers(noun: str, levels: Callable[[Call], list[Level]]) -> Mapping[str, Handler]:
    """Return what answers the operations on the settings of one kind of thing.

    Args:
        noun: the kind as it stands in the operations' names, ``Course``.
        levels: returns where a call's settings are looked for, its own level first; raises Refusal
            for what there is not.
    """

    def get(call: Call) -> dict[str, Any]:
        values = configuration.get(*call.reading, levels(call))
        with_metadata = call.values.get("includeMetadata", False)
        return {"settingItems": [_item(value, with_metadata) for value in values]}

    def set_(call: Call) -> None:
        settings = settings_of(call.body)
        configuration.change(*call.changing, lambda: levels(call), settings)

    def delete(call: Call) -> None:
        unset = [call.values["settingId"]]
        configuration.change(*call.changing, lambda: levels(call), {}, unset=unset)

    return {
        f"Get{noun}Configuration": get,
        f"Set{noun}Configuration": set_,
        f"Delete{noun}ConfigurationSetting": delete,
    }


def settings_of(body: Mapping[str, Any]) -> dict[str, str]:
    """Return the settings that a SettingsPostSchema sets, by ID.

    Raises:
        Refusal: one has no ID or no value.
    """
    settings: dict[str, str] = {}
    for item in body.get("settings", ()):
        if "settingId" not in item or "value" not in item:
            raise Refusal(400, "a setting needs settingId and value")
        settings[item["settingId"]] = item["value"]
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
            "validValues": [{"value": text} for text in value.setting.values],
        }
    return item
