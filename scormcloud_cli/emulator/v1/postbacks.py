"""The parameters that v1 calls set a postback with (spec/v1-protocol.md §12)."""

from scormcloud_cli.emulator import postbacks
from scormcloud_cli.emulator.v1.face import Call

_PARAMETERS = {
    "postbackurl": postbacks.URL,
    "authtype": postbacks.AUTH_TYPE,
    "urlname": postbacks.USER,
    "urlpass": postbacks.PASSWORD,
    "resultsformat": postbacks.FORMAT,
}


def postback_settings(call: Call) -> dict[str, str]:
    """Return the settings of the postback that a call asks for; none where it asks for none."""
    return {
        setting: call.values[name] for name, setting in _PARAMETERS.items() if call.values.get(name)
    }
