"""What a command is given: the options common to all, the terminal, the output, the service."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from scormcloud_cli.api import APIS
from scormcloud_cli.api.errors import AuthenticationFailed, CloudError, UsageError
from scormcloud_cli.terminal.output import FORMATS, Output
from scormcloud_cli.terminal.streams import Terminal
from scormcloud_cli.terminal.view import View

if TYPE_CHECKING:
    from scormcloud_cli.accounts.profiles import Profile
    from scormcloud_cli.api.cloud import Cloud
    from scormcloud_cli.api.credentials import Credentials
    from scormcloud_cli.api.transport import Transport
    from scormcloud_cli.emulator.server import RunningEmulator
    from scormcloud_cli.terminal.progress import Progress

DEFAULT_TIMEOUT = 30.0
DEFAULT_RETRIES = 4
# What ``--fields`` is when no name follows: the names are to be listed.
_LIST_FIELDS = "?"


class Settings:
    """The common options as given; None where one was not given."""

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


def common_options() -> list[click.Option]:
    """Return the options that every command accepts; each stands in `Settings` by its name."""
    return [
        _common("-p", "--profile", metavar="NAME", help="Profile to use; 'local' is built in."),
        _common("--api", type=click.Choice(APIS), help="API to speak.  [default: the profile's]"),
        _common("-o", "--output", type=click.Choice(FORMATS), help="How to print the result."),
        _common(
            "--fields",
            metavar="A,B.C",
            is_flag=False,
            flag_value=_LIST_FIELDS,
            shell_complete=_complete_fields,
            help="Only these fields, by JSON name; without names, list them.",
        ),
        _common("-q", "--quiet", is_flag=True, help="Say less on standard error."),
        _common("-v", "--verbose", is_flag=True, help="Say more on standard error."),
        _common("--debug", is_flag=True, help="Show requests and answers, secrets masked."),
        _common("--no-input", is_flag=True, help="Never ask; fail and say what would answer."),
        _common("-y", "--yes", is_flag=True, help="Answer yes to confirmations."),
        _common("--dry-run", is_flag=True, help="Print the request of a write, make none."),
        _common(
            "--timeout",
            type=click.FloatRange(min=0, min_open=True),
            metavar="SECONDS",
            help="To connect, and between bytes; ten times as long for the answer to an upload.  "
            "[default: 30]",
        ),
        _common(
            "--retries",
            type=click.IntRange(min=0),
            metavar="N",
            help="Tries after the first.  [default: 4]",
        ),
        _common("--color", type=click.Choice(["auto", "always", "never"]), help="Use colour."),
    ]


def keep_option(context: click.Context, parameter: click.Parameter, value: object) -> None:
    """Hand a common option to the session, if it was given."""
    if value is not None and parameter.name is not None:
        context.ensure_object(Session).set(parameter.name, value)


def _common(*names: str, **attributes: Any) -> click.Option:
    # Eager, so that an error in a later option is already printed as the output option asks.
    return click.Option(
        names, expose_value=False, is_eager=True, callback=keep_option, default=None, **attributes
    )


def _complete_fields(context: click.Context, _parameter: click.Parameter, typed: str) -> list[Any]:
    """Return the field names that may follow in a list of them, for completion."""
    view: View | None = getattr(context.command, "prints", None)
    before, comma, name = typed.rpartition(",")
    names = view.field_names if view else ()
    return [before + comma + field for field in names if field.startswith(name)]


class Session:
    """One run of scloud.

    Args:
        terminal: standard input, output and error, and the environment.
    """

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.environ: Mapping[str, str] = terminal.environ
        self.settings = Settings()
        #: Whether launch links go on working after the command; the emulator may end with it.
        self.links_last = True
        #: Who calls the service, once it was asked for: the profile and the application.
        self.caller: dict[str, str] = {}
        self._told_of_variables = False
        self._view: View | None = None
        self._output: Output | None = None
        self._progress: Progress | None = None
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

    def start(self, view: View | None) -> None:
        """Take what the environment says, once the command line has been read.

        Args:
            view: how the command's results are shown; None if it prints none that have fields.

        Raises:
            UsageError: a variable has a value that its option would refuse, or ``--fields`` names
                what the command does not print.
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
        self._number("timeout", DEFAULT_TIMEOUT, float)
        self._number("retries", DEFAULT_RETRIES, int)
        self._view = view
        self._output = Output(terminal, self.output_format, view or _VALUE, self._fields())
        if self.settings.fields is not None:
            if view is None:
                raise UsageError("--fields: this command prints nothing that has fields")
            view.check(self._output.fields)

    @property
    def lists_fields(self) -> bool:
        """Whether ``--fields`` was given without names: then they are listed, and nothing done."""
        return self.settings.fields == _LIST_FIELDS

    @property
    def output(self) -> Output:
        """Where and how results are printed.

        Raises:
            RuntimeError: `start` was not called.
        """
        if self._output is None:
            raise RuntimeError("the session has not been started")
        return self._output

    @property
    def progress(self) -> "Progress":
        """Where workflows tell how they go."""
        if self._progress is None:
            from scormcloud_cli.terminal.progress import Progress

            self._progress = Progress(self.terminal)
        return self._progress

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
    def timeout(self) -> float:
        """Seconds to wait for a connection, and for each answer."""
        return self._number("timeout", DEFAULT_TIMEOUT, float)

    @property
    def retries(self) -> int:
        """How often a call is tried again."""
        return int(self._number("retries", DEFAULT_RETRIES, int))

    def profile(self, *, management: bool = False) -> "Profile":
        """Return the profile to use: ``--profile``, the environment's, or the current one.

        Args:
            management: choose for the management application's credentials.

        Raises:
            UsageError: there is no profile of that name.
            AuthenticationFailed: none is named and none is set up.
        """
        from scormcloud_cli.accounts import profiles

        asked = self.settings.profile
        passed_over = [
            name for name in profiles.variables(management=management) if self.environ.get(name)
        ]
        if asked is not None and passed_over and not self._told_of_variables:
            self._told_of_variables = True
            names = " and ".join(passed_over)
            self.terminal.detail(f"--profile {asked} goes before {names}")
        return profiles.choose(asked, self.environ, management=management)

    def cloud(
        self, *, management: bool = False, api: str | None = None, rate: float | None = None
    ) -> "Cloud":
        """Return the service, as the profile and the options say.

        For the profile ``local`` this starts the emulator, which stops with the command.

        Args:
            management: use the management application's credentials.
            api: the API to speak, whatever the options say.
            rate: how many requests are made in a second at most.

        Raises:
            UsageError: there is no profile of that name, or a variable is malformed.
            AuthenticationFailed: there are no credentials, or they cannot be read.
        """
        from scormcloud_cli.accounts import profiles
        from scormcloud_cli.api.cloud import Cloud

        profile = self.profile(management=management)
        credentials = profiles.credentials(profile, self.environ, management=management)
        base_url = self._base_url(profile)
        self.caller = {"profile": profile.name}
        if credentials.app_id:
            self.caller["application"] = credentials.app_id
        return Cloud(
            base_url,
            credentials,
            api=api or self.api or profile.api,
            transport=self._transport(rate),
            origin=self._origin(profile),
        )

    @property
    def caller_in_words(self) -> str:
        """Who calls the service: ``profile staging, application ABC123``."""
        return ", ".join(f"{word} {name}" for word, name in self.caller.items())

    def confirm(self, question: str) -> None:
        """Go on only if the person says yes to a change of the service; not asked in a dry run.

        Args:
            question: what is asked; the profile and the application are named after it.

        Raises:
            Declined: the answer was no, or nobody can be asked here.
        """
        if not self.dry_run:
            self.terminal.confirm(f"{question} ({self.caller_in_words})")

    def anonymous_cloud(self) -> "Cloud":
        """Return the service without credentials, for the few calls that need none.

        No profile has to be set up for it; then it is `SCLOUD_BASE_URL`, or SCORM Cloud itself.

        Raises:
            UsageError: there is no profile of the name asked for, or a variable is malformed.
        """
        from scormcloud_cli.accounts import profiles
        from scormcloud_cli.api.cloud import Cloud
        from scormcloud_cli.api.credentials import Credentials

        try:
            profile = self.profile()
        except AuthenticationFailed:
            base_url = self.environ.get("SCLOUD_BASE_URL") or profiles.DEFAULT_BASE_URL
            profile = profiles.Profile(name=profiles.ENVIRONMENT, base_url=base_url)
        return Cloud(
            self._base_url(profile),
            Credentials(""),
            transport=self._transport(),
            origin=self._origin(profile),
        )

    def cloud_with(self, base_url: str, credentials: "Credentials", *, api: str) -> "Cloud":
        """Return a service with credentials that no profile has yet.

        Raises:
            UsageError: credentials must not be sent to such a URL.
        """
        from scormcloud_cli.api.cloud import Cloud

        return Cloud(base_url, credentials, api=api, transport=self._transport())

    def on_close(self, step: Callable[[], None]) -> None:
        """Have something done when the command ends, the last one first."""
        self._closing.append(step)

    def close(self) -> None:
        """End the run: close connections, stop the emulator."""
        while self._closing:
            self._closing.pop()()

    def start_emulator(self, emulator: "RunningEmulator") -> str:
        """Start an emulator, to stop with the command; return its base URL.

        Raises:
            CloudError: its data folder cannot be used.
        """
        with usable_data():
            base_url = emulator.start()
        self.links_last = emulator.links_last
        self.on_close(emulator.stop)
        return base_url

    def _base_url(self, profile: "Profile") -> str:
        """Return where a profile's service is; the emulator is started for profile ``local``."""
        from scormcloud_cli.accounts import folders, profiles

        if profile.name != profiles.LOCAL:
            return profile.base_url
        from scormcloud_cli.emulator.server import RunningEmulator

        return self.start_emulator(RunningEmulator(folders.emulator_folder(self.environ)))

    def _origin(self, profile: "Profile") -> str:
        """Return what software the service is told that calls."""
        from scormcloud_cli.api.origin import DEFAULT

        return self.environ.get("SCLOUD_ORIGIN") or profile.origin or DEFAULT

    def _transport(self, rate: float | None = None) -> "Transport":
        from scormcloud_cli.api.pace import Pace
        from scormcloud_cli.api.transport import Transport

        transport = Transport(
            timeout=self.timeout,
            retries=self.retries,
            notice=self.terminal.notice,
            debug=self.terminal.debug if self.terminal.debugging else None,
            dry_run=self.dry_run,
            pace=Pace(rate),
        )
        self.on_close(transport.close)
        return transport

    def _fields(self) -> tuple[str, ...]:
        if self.settings.fields is None or self.lists_fields:
            return ()
        return tuple(name.strip() for name in self.settings.fields.split(",") if name.strip())

    def _choice(self, name: str, known: tuple[str, ...]) -> str | None:
        value: str | None = getattr(self.settings, name)
        if value is None:
            variable = "SCLOUD_" + name.upper()
            value = self.environ.get(variable) or None
            if value is not None and value not in known:
                raise UsageError(f"{variable} must be one of {', '.join(known)}, not {value!r}")
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
            raise UsageError(f"{variable} must be a number of 0 or more, not {text!r}")
        return number


# How a command that declares no view prints what it prints: bare values.
_VALUE = View("value", columns=(), fields=())


@contextmanager
def usable_data() -> Iterator[None]:
    """Run a block that opens the data folder of an emulator.

    Raises:
        CloudError: the folder cannot be used.
    """
    from scormcloud_cli.emulator.troubles import Unusable

    try:
        yield
    except Unusable as unusable:
        kind = UsageError if unusable.is_misnamed else CloudError
        raise kind(unusable.message, code="data_unusable", hint=unusable.advice) from unusable


def _is_true(text: str | None) -> bool:
    return (text or "").strip().lower() not in ("", "0", "false", "no", "off")
