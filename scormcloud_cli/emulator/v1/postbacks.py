"""The parameters that v1 calls set a postback with (docs/service/v1.md, Postbacks)."""

from scormcloud_cli.api.catalog import spellings
from scormcloud_cli.emulator.v1.face import Call


def postback_settings(call: Call, table: str = "postbackOfNew") -> dict[str, str]:
    """Return the settings of the postback that a call asks for; none where it asks for none.

    The table has the spellings of the call's parameters.
    """
    return {
        setting: call.values[name]
        for name, setting in spellings.table(table).items()
        if call.values.get(name)
    }
