"""What a v1 call sets a postback with, and what is posted (docs/service/v1.md, Postbacks)."""

import json

from scormcloud_cli.api.catalog import spellings
from scormcloud_cli.emulator.postbacks import SAMPLE, SAMPLE_ACTIVITY, Content
from scormcloud_cli.emulator.v1 import envelope, results
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


def sample(form: str) -> Content:
    """Return a result for trying a postback out, in one of `results.FORMATS`."""
    root = envelope.ok()
    states = json.loads(SAMPLE["activities"])
    root.append(results.report(SAMPLE, SAMPLE_ACTIVITY, states, form))
    return Content("text/xml", envelope.document(root), "username")
