from pathlib import Path
from typing import TYPE_CHECKING

import click

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.shared.command import Command, Session

if TYPE_CHECKING:
    from types import FrameType


from scormcloud_cli.commands.emulator._data import (
    data_folder,
    data_option,
    plan_option,
    speed_option,
    variables,
)


@click.command(cls=Command, plans=False)
@data_option
@plan_option
@speed_option
@click.argument("words", metavar="-- COMMAND [ARG]...", nargs=-1, required=True)
def exec_(
    session: Session,
    data: Path | None,
    plan: str | None,
    postback_speed: float,
    words: tuple[str, ...],
) -> int:
    """Run a command with an emulator of its own beside it.

    The exit code is that of the command.

    The command finds the emulator in SCLOUD_BASE_URL, and credentials in SCLOUD_APP_ID,
    SCLOUD_SECRET_KEY, SCLOUD_MANAGEMENT_APP_ID and SCLOUD_MANAGEMENT_SECRET_KEY.

    \b
    Examples:
      scloud emulator exec -- pytest
      scloud emulator exec --data ./cloud -- scloud course list
      scloud emulator exec --plan trial -- pytest
    """
    from scormcloud_cli.emulator.server import RunningEmulator
    from scormcloud_cli.emulator.service import NO_LIMITS

    # What is tested here may well have its files on this machine.
    running = RunningEmulator(
        data_folder(session, data),
        plan or NO_LIMITS,
        allow_local_fetch=True,
        postback_speed=postback_speed,
    )
    base_url = session.start_emulator(running)
    environ = {
        name: value
        for name, value in session.environ.items()
        if name not in ("SCLOUD_PROFILE", "SCLOUD_TOKEN", "SCLOUD_API")
    }
    return _run(words, environ | variables(base_url))


def _run(words: tuple[str, ...], environ: dict[str, str]) -> int:
    """Run a command to its end and return its exit code as a shell would."""
    import signal
    import subprocess

    try:
        process = subprocess.Popen(words, env=environ)  # noqa: S603 (to run it is what was asked)
    except FileNotFoundError:
        raise CannotRun(words[0], 127, "there is no such command") from None
    except OSError as error:
        raise CannotRun(words[0], 126, error.strerror or "it cannot be run") from None

    def forward(number: int, _frame: "FrameType | None") -> None:
        process.send_signal(number)

    # Ctrl-C reaches the command by the terminal; it decides what becomes of it, and so of us.
    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, signal.SIG_IGN),
        signal.SIGTERM: signal.signal(signal.SIGTERM, forward),
    }
    try:
        code = process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 128 - code if code < 0 else code


class CannotRun(UsageError):
    """A command could not be started; ends as a shell would, with 126 or 127."""

    def __init__(self, command: str, exit_code: int, reason: str) -> None:
        super().__init__(f"{command}: {reason}", code="cannot_run")
        self.exit_code = exit_code
