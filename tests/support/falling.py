"""Runs scloud and kills it, as kill -9 does, just before it touches a file for the nth time.

Not a test itself: ``python falling.py FOLDER``, where only files under the folder count. Each line
of standard input is a JSON array: the number, what is typed, and the arguments. Each is answered
with a line: the exit code, negative for a signal, and standard error. What they all have to load is
loaded once: each runs in a fork.
"""

import json
import os
import signal
import sys
import tempfile

from scormcloud_cli.__main__ import main
from scormcloud_cli.api import cloud as cloud  # so that it is loaded

_CHANGES = {"os.mkdir", "os.rename", "os.chmod", "os.remove", "os.rmdir"}


def fall_at(number: int, folder: str) -> None:
    """Kill this process before the nth change of a file under a folder."""
    left = number

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event == "open":
            flags = arguments[2]
            changes = isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))
        else:
            changes = event in _CHANGES
        if changes and str(arguments[0]).startswith(folder):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def run(number: int, typed: str, words: list[str], folder: str) -> tuple[int, str]:
    """Run a command in a fork; return its exit code and standard error."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as errors:
        given.write(typed.encode())
        given.seek(0)
        child = os.fork()
        if child == 0:
            os.dup2(given.fileno(), 0)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.dup2(errors.fileno(), 2)
            sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 (the process's own)
            sys.argv = ["scloud", *words]
            fall_at(number, folder)
            main()
        _, status = os.waitpid(child, 0)
        errors.seek(0)
        return os.waitstatus_to_exitcode(status), errors.read().decode()


if __name__ == "__main__":
    for line in sys.stdin:
        how_many, what, arguments = json.loads(line)
        print(json.dumps(run(how_many, what, arguments, sys.argv[1])), flush=True)
