"""``python -m scormcloud_cli`` is ``scloud``."""

import sys

from scormcloud_cli import cli


def main() -> None:
    """Run scloud and end the process with its exit code."""
    sys.exit(cli.main())


if __name__ == "__main__":
    main()
