"""The one object that owns standard input, output and error.

Commands print and ask through it; nothing else in scloud looks at ``sys.stdin``, ``sys.stdout``,
``sys.stderr`` or at what kind of thing they are. Tests build one with flags of their own.
"""

import io
import os
import sys
from collections.abc import Mapping
from typing import NoReturn, Protocol, TextIO

from scormcloud_cli.api.errors import CloudError, Declined, UsageError


class Prompter(Protocol):
    """How questions are asked, or why they are not; chosen once, when scloud starts."""

    def ask(self, question: str, *, instead: str, secret: bool) -> str:
        """Return the answer to a question; `instead` names what would have answered it."""

    def confirm(self, question: str) -> bool:
        """Return whether the person says yes."""


class Asking:
    """Asks the person at the terminal. Questions go to standard error."""

    def __init__(self, stdin: TextIO, stderr: TextIO) -> None:
        self._stdin = stdin
        self._stderr = stderr

    def ask(self, question: str, *, instead: str, secret: bool) -> str:  # noqa: ARG002 (see Prompter)
        """Return what is typed, without its line end; what is typed to a secret is not shown."""
        if secret:
            import getpass

            return getpass.getpass(question + ": ", stream=self._stderr)
        self._stderr.write(question + ": ")
        self._stderr.flush()
        line = self._stdin.readline()
        if not line:
            raise Declined("no answer was given")
        return line.strip()

    def confirm(self, question: str) -> bool:
        """Return whether ``y`` or ``yes`` is typed; anything else is a no."""
        self._stderr.write(question + " [y/N] ")
        self._stderr.flush()
        return self._stdin.readline().strip().lower() in ("y", "yes")


class NotAsking:
    """Stands where nobody can be asked: a pipe, a CI job, ``--no-input``."""

    def ask(self, question: str, *, instead: str, secret: bool) -> str:  # noqa: ARG002 (see Prompter)
        """Refuse, naming what would have answered.

        Raises:
            UsageError: always.
        """
        raise UsageError(f"{question}: this cannot be asked here", hint=instead)

    def confirm(self, question: str) -> bool:
        """Refuse, naming the option that answers yes.

        Raises:
            Declined: always.
        """
        raise Declined(f"{question} This needs a yes and cannot be asked here", hint="add --yes")


class _Closed(io.StringIO):
    """Stands where a stream of the process was closed before it began: ``<&-``, ``>&-``."""

    def _refuse(self, *_arguments: object) -> NoReturn:
        raise UsageError("standard input is closed", hint="pipe something into it, or name a file")

    read = readline = __next__ = _refuse


class Terminal:
    """Standard input, output and error, and what may be done with them.

    Args:
        stdin: where typed or piped input comes from.
        stdout: where results go, and nothing else.
        stderr: where everything said to a person goes.
        environ: the environment, for ``NO_COLOR``, ``FORCE_COLOR`` and ``TERM``.
    """

    def __init__(
        self,
        stdin: TextIO | None = None,
        stdout: TextIO | None = None,
        stderr: TextIO | None = None,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        # Python has None for a stream that was closed before the process began.
        self.stdin = stdin or sys.stdin or _Closed()
        self.stdout = stdout or sys.stdout or _Closed()
        self.stderr = stderr or sys.stderr or _Closed()
        self.environ = environ
        self.stdin_is_terminal = _is_terminal(self.stdin)
        self.stdout_is_terminal = _is_terminal(self.stdout)
        self.stderr_is_terminal = _is_terminal(self.stderr)
        self.color = "auto"
        self.quiet = False
        self.verbose = False
        self.debugging = False
        self.may_ask = self.stdin_is_terminal and self.stderr_is_terminal
        self.assume_yes = False

    def write(self, text: str) -> None:
        """Write a piece of the result to standard output, as it is."""
        self.stdout.write(text)

    def check(self) -> None:
        """Refuse to begin where no result can be written.

        Raises:
            CloudError: standard output is closed.
        """
        if isinstance(self.stdout, _Closed):
            raise CloudError(
                "standard output is closed",
                code="output_closed",
                hint="send it to a file or a pipe, or to /dev/null",
            )

    def flush(self) -> None:
        """Let everything written so far leave the process."""
        self.stdout.flush()

    def notice(self, text: str) -> None:
        """Tell a person something on standard error; silent under ``--quiet``."""
        if not self.quiet:
            self._say(_told(text))

    def detail(self, text: str) -> None:
        """Tell a person something that only ``--verbose`` asks for."""
        if self.verbose:
            self._say(_told(text))

    def debug(self, text: str) -> None:
        """Tell a person something that only ``--debug`` asks for."""
        if self.debugging:
            self._say(printable(text))

    def warn(self, text: str) -> None:
        """Tell a person, on standard error, of something to look at; never silent."""
        self._say(self.paint("warning:", "33", self.stderr_is_terminal) + " " + _told(text))

    def error(self, message: str, hint: str | None) -> None:
        """Print an error and what to do about it (docs/cli.md, Errors)."""
        self._say(self.paint("error:", "31;1", self.stderr_is_terminal) + " " + _told(message))
        if hint:
            self._say(self.paint("hint:", "36", self.stderr_is_terminal) + " " + _told(hint))

    def error_line(self, line: str) -> None:
        """Print one line of JSON on standard error."""
        self._say(line)

    def ask(self, question: str, *, instead: str, secret: bool = False) -> str:
        """Ask for a value.

        Args:
            question: what is asked, without a colon.
            instead: the option or variable that gives the value where nobody can be asked.
            secret: do not show what is typed.

        Raises:
            UsageError: nobody can be asked here; its hint is `instead`.
            Declined: the input ended without an answer.
        """
        return self._prompter.ask(question, instead=instead, secret=secret)

    def confirm(self, question: str) -> None:
        """Go on only if the person says yes, or has said so with ``--yes``.

        Raises:
            Declined: the answer was no, or nobody can be asked here.
        """
        if self.assume_yes:
            return
        if not self._prompter.confirm(_told(question)):
            raise Declined("nothing was done")

    def paint(self, text: str, style: str, is_terminal: bool) -> str:
        """Return the text in an ANSI style where colour is wanted, else as it is."""
        return f"\x1b[{style}m{text}\x1b[0m" if self.wants_color(is_terminal) else text

    def wants_color(self, is_terminal: bool) -> bool:
        """Say whether output that goes to a terminal, or does not, is coloured."""
        if self.color != "auto":
            return self.color == "always"
        if self.environ.get("NO_COLOR"):
            return False
        if self.environ.get("FORCE_COLOR"):
            return True
        return is_terminal and self.environ.get("TERM") != "dumb"

    @property
    def _prompter(self) -> Prompter:
        return Asking(self.stdin, self.stderr) if self.may_ask else NotAsking()

    def _say(self, text: str) -> None:
        try:
            self.stderr.write(text + "\n")
            self.stderr.flush()
        except BrokenPipeError:
            raise
        except OSError:
            pass  # there is no place to say that nothing can be said; the exit code still tells


#: What is shown for the characters that terminals obey.
UNPRINTABLE = {
    code: "\N{REPLACEMENT CHARACTER}" for code in (*range(32), *range(127, 160)) if code != 10
}
UNPRINTABLE[9] = " "


def printable(text: str) -> str:
    """Return text that cannot move the cursor or repaint the screen it is shown on.

    Titles, messages and names come from outside; an escape sequence in one is shown, not obeyed.
    """
    return text.translate(UNPRINTABLE)


def _told(text: str) -> str:
    """Return a text to tell a person, in which no line looks like one of scloud's own."""
    return printable(text).replace("\n", "\n  ")


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except (AttributeError, ValueError):  # a closed or replaced stream is no terminal
        return False
