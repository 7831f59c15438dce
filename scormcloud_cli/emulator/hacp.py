"""Messages of AICC's HACP: each is carried out as calls of the API."""

from scormcloud_cli import learning
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.seats import Ended, Said, Seat, open_seat
from scormcloud_cli.emulator.service import Emulator


def carry_out(
    emulator: Emulator, sitting_id: str, activity_id: str, command: str, data: str
) -> str:
    """Carry out a message, and return the answer to it.

    Args:
        emulator: the emulator.
        sitting_id: the sitting.
        activity_id: the activity, which is the message's session ID.
        command: what is asked for: ``GetParam``.
        data: what comes with it.
    """
    command = command.lower()
    if command in learning.hacp.IGNORED:
        return learning.hacp.answer(learning.hacp.SUCCESSFUL)
    if command not in learning.hacp.COMMANDS:
        return learning.hacp.answer(learning.hacp.INVALID_COMMAND)
    try:
        with emulator.store.writing() as database:
            seat = open_seat(emulator, database, sitting_id)
            return _carry_out(seat, activity_id, command, data)
    except (Refusal, Ended):
        return learning.hacp.answer(learning.hacp.INVALID_SESSION)


def _carry_out(seat: Seat, activity_id: str, command: str, data: str) -> str:
    def ask(function: str, *arguments: str) -> str:
        said = Said(seat.called(activity_id) + 1, function, arguments)
        (answer,) = seat.call(activity_id, [said])
        return str(answer["answer"])

    if not seat.is_open(activity_id):
        if command == "exitau":
            # Content that was left says so once more when its page goes away.
            return learning.hacp.answer(learning.hacp.SUCCESSFUL)
        ask("LMSInitialize", "")
    answer = ""
    if command == "getparam":
        answer = learning.hacp.parameters(lambda name: ask("LMSGetValue", name))
    elif command == "putparam":
        for name, value in learning.hacp.values(data):
            ask("LMSSetValue", name, value)
    else:
        ask("LMSFinish", "")
    return learning.hacp.answer(learning.hacp.SUCCESSFUL, answer)
