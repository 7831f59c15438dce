"""What a command left behind, however it was run."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True)
class Result:
    """What a command left: its exit code, its standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """What it printed, without colours."""
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.out)

    @property
    def json(self) -> Any:
        """What standard output holds, as JSON."""
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        """The error object that the last line of standard error holds."""
        return json.loads(self.err.splitlines()[-1])["error"]


class Run(Protocol):
    """Runs scloud with some arguments and waits for its end.

    Variables of `environ` are added to those the command is run with in any case.
    """

    def __call__(
        self,
        *arguments: str,
        typed: str = "",
        environ: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> Result: ...


def runner(way: Callable[..., Result], environ: dict[str, str], home: Path) -> Run:
    """Return a way to run scloud with an environment, in a home folder unless a test says where."""

    def run(
        *arguments: str,
        typed: str = "",
        environ: Mapping[str, str] | None = None,
        folder: Path | None = None,
        base: Mapping[str, str] = environ,
    ) -> Result:
        return way(
            arguments, typed=typed, environ={**base, **(environ or {})}, folder=folder or home
        )

    return run


def bound(run: Run, **always: str) -> Run:
    """Return a way to run scloud with some variables set always, unless a test says otherwise."""

    def run_bound(
        *arguments: str,
        typed: str = "",
        environ: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> Result:
        return run(*arguments, typed=typed, environ={**always, **(environ or {})}, folder=folder)

    return run_bound
