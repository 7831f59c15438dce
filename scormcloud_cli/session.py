"""What a command is given: the options common to all, the terminal, the output, the service."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scormcloud_cli.api import APIS
from scormcloud_cli.api.errors import UsageFault
from scormcloud_cli.terminal.streams import Terminal
from scormcloud_cli.terminal.view import FORMATS

if TYPE_CHECKING:
    from scormcloud_cli.accounts.profiles import Profile
    from scormcloud_cli.api.cloud import Cloud
    from scormcloud_cli.terminal.output import Output


@dataclass(slots=True)
class Settings:
    """The common options, and those of `many`, as given; None where one was not given."""

    profile: str | None = None
    api: str | None = None
    output: str | None = None
    fields: str | None = None
    quiet: bool | None = None
    verbose: bool | None = None
    debug: bool | None = None
    no_input: bool | None = None
    yes: bool | None = None
    dry_run: bool | None = None
    timeout: float | None = None
    retries: int | None = None
    color: str | None = None
    jobs: int | None = None
    rate: float | None = None
    shard: str | None = None
    journal: str | None = None
    resume: bool | None = None


DEFAULT_TIMEOUT = 30.0
DEFAULT_RETRIES = 4
DEFAULT_JOBS = 8


class Session:
    """One run of scloud.

    Args:
        terminal: standard input, output and error.
        environ: the environment.
    """

    def __init__(self, terminal: Terminal, environ: Mapping[str, str] = os.environ) -> None:
        self.terminal = terminal
        self.environ = environ
        self.settings = Settings()
        #: Whether launch links go on working after the command; the emulator may end with it.
        self.links_last = True
        self._output: Output | None = None
        self._closing: list[Callable[[], None]] = []

    def set(self, name: str, value: object) -> None:
        """Take one common option from the command line; the last one given counts."""
        setattr(self.settings, name, value)
        terminal, settings = self.terminal, self.settings
        terminal.quiet = bool(settings.quiet)
        terminal.verbose = bool(settings.verbose)
        terminal.assume_yes = bool(settings.yes)
        if settings.color:
            terminal.color = settings.color

    def start(self) -> None:
        """Take what the environment says, once the command line has been read.

        Raises:
            UsageFault: a variable has a value that its option would refuse.
        """
        terminal, environ = self.terminal, self.environ
        terminal.debugging = bool(self.settings.debug or _is_true(environ.get("SCLOUD_DEBUG")))
        if (
            self.settings.no_input
            or _is_true(environ.get("SCLOUD_NO_INPUT"))
            or _is_true(environ.get("CI"))
        ):
            terminal.may_ask = False
        self._choice("api", APIS)
        self._choice("output", FORMATS)
        self._number("timeout", DEFAULT_TIMEOUT, float)
        self._number("retries", DEFAULT_RETRIES, int)

    @property
    def output(self) -> "Output":
        """Where and how results are printed."""
        if self._output is None:
            from scormcloud_cli.terminal.output import Output

            names = (self.settings.fields or "").split(",")
            self._output = Output(
                self.terminal,
                self.output_format,
                tuple(name.strip() for name in names if name.strip()),
            )
        return self._output

    @property
    def output_format(self) -> str:
        """The format asked for, by option or environment; ``auto`` when neither says."""
        return self._choice("output", FORMATS) or "auto"

    @property
    def api(self) -> str | None:
        """The API asked for, by option or environment; None leaves it to the profile."""
        return self._choice("api", APIS)

    @property
    def dry_run(self) -> bool:
        """Whether requests that change something are printed instead of made."""
        return bool(self.settings.dry_run)

    @property
    def jobs(self) -> int:
        """How many things are done at once, where there are many."""
        return self.settings.jobs or DEFAULT_JOBS

    @property
    def timeout(self) -> float:
        """Seconds to wait for a connection, and for each answer."""
        return self._number("timeout", DEFAULT_TIMEOUT, float)

    @property
    def retries(self) -> int:
        """How often a call is tried again."""
        return int(self._number("retries", DEFAULT_RETRIES, int))

    def profile(self) -> "Profile":
        """Return the profile to use: ``--profile``, ``SCLOUD_PROFILE``, or the current one.

        Raises:
            UsageFault: there is no profile of that name.
            AuthenticationFailed: none is named and none is set up.
        """
        from scormcloud_cli.accounts import profiles

        name = self.settings.profile or self.environ.get("SCLOUD_PROFILE")
        return profiles.choose(name, self.environ)

    def cloud(self, *, management: bool = False, api: str | None = None) -> "Cloud":
        """Return the service, as the profile and the options say.

        For the profile ``local`` this starts the emulator, which stops with the command.

        Args:
            management: use the management application's credentials.
            api: the API to speak, whatever the options say.

        Raises:
            UsageFault: there is no profile of that name, or a variable is malformed.
            AuthenticationFailed: there are no credentials, or they cannot be read.
        """
        from scormcloud_cli import connect

        return connect.cloud(self, management=management, api=api)

    def on_close(self, step: Callable[[], None]) -> None:
        """Have something done when the command ends, the last one first."""
        self._closing.append(step)

    def close(self) -> None:
        """End the run: close connections, stop the emulator."""
        while self._closing:
            self._closing.pop()()

    def _choice(self, name: str, known: tuple[str, ...]) -> str | None:
        value: str | None = getattr(self.settings, name)
        if value is None:
            variable = "SCLOUD_" + name.upper()
            value = self.environ.get(variable) or None
            if value is not None and value not in known:
                raise UsageFault(f"{variable} must be one of {', '.join(known)}, not {value!r}")
        return value

    def _number(self, name: str, default: float, kind: type[int] | type[float]) -> float:
        given: float | None = getattr(self.settings, name)
        if given is not None:
            return given
        variable = "SCLOUD_" + name.upper()
        text = self.environ.get(variable)
        if not text:
            return default
        try:
            number = kind(text)
        except ValueError:
            number = -1
        if number < 0:
            raise UsageFault(f"{variable} must be a number of 0 or more, not {text!r}")
        return number


def _is_true(text: str | None) -> bool:
    return (text or "").strip().lower() not in ("", "0", "false", "no", "off")
