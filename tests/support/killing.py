"""Commands that are killed, as a machine that loses its power does, at a moment that is known."""

import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.support.emulators import ServedEmulator
from tests.support.environs import LONGEST
from tests.support.processes import Processes


def kill_at_request(
    processes: Processes,
    served: ServedEmulator,
    number: int,
    words: tuple[str, ...],
    *,
    environ: Mapping[str, str],
    folder: Path,
    typed: str = "",
    path: str = "",
    answered: bool = False,
) -> None:
    """Run scloud and kill it at its nth request to an emulator.

    Args:
        processes: what the command is started by.
        served: the emulator that it asks.
        number: which request, from 1.
        words: the command line without the program's name.
        environ: the whole environment.
        folder: the current folder.
        typed: what standard input holds.
        path: only requests whose path or query holds this are counted.
        answered: kill it when the request has been carried out, and its answer not yet sent.
    """
    process = processes.start(*words, environ=environ, folder=folder, stdin=subprocess.PIPE)
    served.at_request(number, process.kill, path=path, answered=answered)
    assert process.stdin is not None
    process.stdin.write(typed)
    process.stdin.close()
    code = process.wait(timeout=LONGEST)
    assert code == -signal.SIGKILL, f"it ended with {code} before it could be killed"
