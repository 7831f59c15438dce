"""Learners over v2."""

from collections.abc import Mapping

from scormcloud_cli.emulator import learners
from scormcloud_cli.emulator.calls import change
from scormcloud_cli.emulator.v2.face import Call, Handler
from scormcloud_cli.emulator.v2.tags import tag_handlers


def update_info(call: Call) -> None:
    learners.update(
        *call.changing,
        call.values["learnerId"],
        email=call.body.get("email"),
        first_name=call.body.get("firstName"),
        last_name=call.body.get("lastName"),
    )


HANDLERS: Mapping[str, Handler] = {
    **tag_handlers("Learner", "learnerId", learners.get),
    "UpdateLearnerInfo": update_info,
    "DeleteAllLearnerData": change("learnerId", by=learners.delete),
}
