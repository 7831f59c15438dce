"""What a v1 call sets a postback with, and what is posted (docs/service/v1.md, Postbacks)."""

from scormcloud_cli.api.catalog import spellings
from scormcloud_cli.emulator.postbacks import Content
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
    state = {"attempts": 1, "completion": "COMPLETED", "success": "PASSED", "seconds": 60.0}
    overall = {**state, "score": 100.0, "id": "postback-test", "instance": 0}
    learner = {"learner_id": "postback-test", "first_name": "Test", "last_name": "Learner"}
    activity = {"itemIdentifier": "postback-test", "title": "Postback test"}
    root = envelope.ok()
    states = {"postback-test": {**state, "score": 100.0}}
    root.append(results.report({**overall, **learner}, activity, states, form))
    return Content("text/xml", envelope.document(root), "username")
