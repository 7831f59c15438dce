"""What scloud does not load to say what it can do."""

import subprocess
import sys

import pytest

SLOW = ("httpx", "rich", "keyring", "asyncio", "importlib.metadata")

WALK = """
import contextlib, io, sys
import click
from scormcloud_cli.cli import cli, main

def pages(command, words):
    yield words
    if isinstance(command, click.Group):
        with click.Context(command) as context:
            for name in command.list_commands(context):
                yield from pages(command.get_command(context, name), [*words, name])

count = 0
for words in [["--version"], *([*page, "--help"] for page in list(pages(cli, [])))]:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert main(words) == 0, words
    assert out.getvalue(), words
    count += 1
    loaded = [name for name in sys.argv[1:] if name in sys.modules]
    if loaded:
        sys.exit(f"{' '.join(words)} loads {', '.join(loaded)}")
print(count, len(cli.list_commands(click.Context(cli))))
"""


@pytest.mark.process
def test_no_help_loads_what_only_work_needs() -> None:
    done = subprocess.run([sys.executable, "-c", WALK, *SLOW], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    pages, groups = map(int, done.stdout.split())
    assert pages > 3 * groups > 0
