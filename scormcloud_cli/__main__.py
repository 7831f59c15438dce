"""``python -m scormcloud_cli`` is ``scloud``."""

import os
import signal
import sys

from scormcloud_cli import cli

# How long one thread keeps another waiting; Python's own 5 ms are longer than a page of work takes.
_SWITCH_SECONDS = 0.0005


def main() -> None:
    """Run scloud and end the process with its exit code."""
    # The thread that fetches the next page must get to ask for it while this page is worked on.
    sys.setswitchinterval(_SWITCH_SECONDS)
    signal.signal(signal.SIGTERM, cli.terminate)
    code = cli.main()
    if code == cli.OUTPUT_CLOSED:
        # Standard output must not be flushed again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


if __name__ == "__main__":
    main()
