"""Runs scloud and kills it, as kill -9 does, just before it touches a file for the nth time.

Not a test itself: ``python falling.py NUMBER FOLDER ARGUMENT...``, where only files under the
folder count.
"""

import os
import signal
import sys

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


if __name__ == "__main__":
    _, how_many, where, *words = sys.argv
    sys.argv = ["scloud", *words]
    from scormcloud_cli.__main__ import main

    fall_at(int(how_many), where)
    main()
