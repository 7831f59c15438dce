"""``python -m scormcloud_cli`` is ``scloud``."""

import io
import os
import signal
import sys

from scormcloud_cli import cli

# How long one thread keeps another waiting; Python's own 5 ms are longer than a page of work takes.
_SWITCH_SECONDS = 0.0005


def main() -> None:
    """Run scloud and end the process with its exit code."""
    _settle_streams()
    # The thread that fetches the next page must get to ask for it while this page is worked on.
    sys.setswitchinterval(_SWITCH_SECONDS)
    signal.signal(signal.SIGTERM, cli.terminate)
    code = cli.main()
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:  # it has been told, and is not to be tried again as Python ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    sys.exit(code)


def _settle_streams() -> None:
    """Have the three streams take whatever is written, whatever the locale says."""
    # What is opened later must not get the number of a stream that was closed: it would be written
    # to by whatever believes that it is that stream.
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:  # JSON is UTF-8 (RFC 8259), and names of files are whatever bytes they are
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")


if __name__ == "__main__":
    main()
