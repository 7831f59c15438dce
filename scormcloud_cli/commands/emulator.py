"""``scloud emulator``: a SCORM Cloud on this machine."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scormcloud_cli.api.errors import CloudError, NetworkFailure, UsageFault
from scormcloud_cli.options import Group, pass_session
from scormcloud_cli.session import Session
from scormcloud_cli.views import Column, View

if TYPE_CHECKING:
    from types import FrameType

    from scormcloud_cli.emulator.faults import Rules

_VIEW = View(
    "emulator",
    columns=(
        Column("running", "RUNNING"),
        Column("baseUrl", "BASE URL", whole=True),
        Column("pid", "PROCESS"),
        Column("data", "DATA", whole=True),
    ),
    fields=("running", "baseUrl", "pid", "data"),
    id_field="baseUrl",
)

_data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Where its data is kept.  [default: that of the profile local]",
)


@click.group(cls=Group)
def emulator() -> None:
    """A SCORM Cloud on this machine."""


@emulator.command()
@click.option(
    "--host", default="127.0.0.1", metavar="ADDRESS", help="Where to listen.  [default: 127.0.0.1]"
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="Which port; 0 is any free one.  [default: 0]",
)
@_data_option
@click.option(
    "--ready-file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the base URL here once it answers.",
)
@click.option(
    "--faults",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Fail on purpose, by these rules.",
)
@pass_session
def serve(
    session: Session,
    host: str,
    port: int,
    data: Path | None,
    ready_file: Path | None,
    faults: Path | None,
) -> None:
    """Serve the emulator until Ctrl-C or a SIGTERM, which end it well.

    It answers this machine only, unless --host says otherwise. What the profile 'local' has
    imported is there, and the other way round.

    With --faults it fails on purpose, to test what clients do then. Rules are gone through in order
    for each call; a delay lets the next ones have their turn:

    \b
      seed = 7                      # the same faults in every run
      [[rule]]
      operations = ["Create*"]      # all where absent
      rate = 0.1                    # of the calls
      after = 100                   # so many of them are let through first
      status = 429
      retryAfter = 2                # seconds
      [[rule]]
      rate = 0.02
      cut = "lost"                  # done, but not answered; or "request", "answer"
      [[rule]]
      latency = 0.05                # seconds

    \b
    Examples:
      scloud emulator serve --port 8080
      scloud emulator serve --data ./cloud --ready-file url.txt &
      scloud emulator serve --faults faults.toml
    """
    from scormcloud_cli.api.hosts import is_loopback
    from scormcloud_cli.emulator import server

    terminal = session.terminal
    if not is_loopback(host):
        terminal.warn(f"{host} is more than this machine: whoever reaches it can use the emulator")

    def ready(base_url: str) -> None:
        terminal.notice(f"serving at {base_url}  (stop with Ctrl-C)")
        terminal.notice(f"use it with SCLOUD_BASE_URL={base_url}")
        terminal.notice("  SCLOUD_APP_ID=local SCLOUD_SECRET_KEY=local-secret")
        if ready_file is not None:
            part = ready_file.with_name(f".{ready_file.name}.part")
            part.write_text(base_url + "\n", "utf-8")
            part.replace(ready_file)

    rules = None if faults is None else _rules(faults)
    try:
        server.serve(_folder(session, data), host, port, ready, rules)
    except OSError as error:
        raise NetworkFailure(
            f"cannot listen on {host} port {port}: {error.strerror}",
            code="cannot_listen",
            hint="choose another port, or --port 0 for any that is free",
        ) from error


def _rules(path: Path) -> "Rules":
    from scormcloud_cli.emulator import faults

    try:
        return faults.read(path)
    except OSError as error:
        raise UsageFault(f"cannot read {path}: {error.strerror}", code="file_unreadable") from None
    except faults.BadRules as error:
        raise UsageFault(f"{path}: {error}") from None


@emulator.command("exec", context_settings={"ignore_unknown_options": True})
@_data_option
@click.argument("words", metavar="-- COMMAND [ARG]...", nargs=-1, required=True)
@click.pass_context
def exec_(context: click.Context, data: Path | None, words: tuple[str, ...]) -> None:
    """Run a command with an emulator of its own beside it, and return its exit code.

    The command finds the emulator in SCLOUD_BASE_URL, and credentials in SCLOUD_APP_ID,
    SCLOUD_SECRET_KEY, SCLOUD_MANAGEMENT_APP_ID and SCLOUD_MANAGEMENT_SECRET_KEY.

    \b
    Examples:
      scloud emulator exec -- pytest
      scloud emulator exec --data ./cloud -- scloud course list
    """
    from scormcloud_cli.emulator.server import RunningEmulator
    from scormcloud_cli.emulator.service import (
        APP_ID,
        MANAGER_ID,
        MANAGER_SECRET_KEY,
        SECRET_KEY,
    )

    session = context.ensure_object(Session)
    running = RunningEmulator(_folder(session, data))
    base_url = running.start()
    session.on_close(running.stop)
    environ = {
        name: value
        for name, value in session.environ.items()
        if name not in ("SCLOUD_PROFILE", "SCLOUD_TOKEN", "SCLOUD_API")
    }
    environ |= {
        "SCLOUD_BASE_URL": base_url,
        "SCLOUD_APP_ID": APP_ID,
        "SCLOUD_SECRET_KEY": SECRET_KEY,
        "SCLOUD_MANAGEMENT_APP_ID": MANAGER_ID,
        "SCLOUD_MANAGEMENT_SECRET_KEY": MANAGER_SECRET_KEY,
    }
    context.exit(_run(words, environ))


@emulator.command()
@_data_option
@pass_session
def reset(session: Session, data: Path | None) -> None:
    """Throw away everything the emulator keeps.

    \b
    Examples:
      scloud emulator reset
      scloud emulator reset --data ./cloud --yes
    """
    import shutil

    from scormcloud_cli.emulator.server import running_server

    folder = _folder(session, data)
    if served := running_server(folder):
        raise CloudError(
            f"an emulator serves this data at {served.base_url}",
            code="emulator_running",
            hint=f"stop it first: kill {served.pid}",
        )
    if not folder.exists():
        session.terminal.notice("there is nothing to throw away")
        return
    if session.dry_run:
        session.terminal.notice(f"would throw away {folder}")
        return
    if any(folder.iterdir()) and not (folder / "emulator.sqlite3").exists():
        raise UsageFault(f"{folder} is not an emulator's data folder")
    session.terminal.confirm(f"Throw away everything in {folder}?")
    shutil.rmtree(folder)
    session.terminal.notice("done")


@emulator.command()
@_data_option
@pass_session
def status(session: Session, data: Path | None) -> None:
    """Say whether an emulator is being served, and where.

    \b
    Examples:
      scloud emulator status
      scloud emulator status -o json | jq -r .baseUrl
    """
    from scormcloud_cli.emulator.server import running_server

    folder = _folder(session, data)
    served = running_server(folder)
    record: dict[str, object] = {"running": served is not None, "data": str(folder)}
    if served is not None:
        record |= {"baseUrl": served.base_url, "pid": served.pid}
    session.output.one(record, _VIEW)


def _folder(session: Session, data: Path | None) -> Path:
    from scormcloud_cli.folders import emulator_folder

    return data or emulator_folder(session.environ)


def _run(words: tuple[str, ...], environ: dict[str, str]) -> int:
    """Run a command to its end and return its exit code as a shell would."""
    import signal
    import subprocess

    try:
        process = subprocess.Popen(words, env=environ)  # noqa: S603 (to run it is what was asked)
    except FileNotFoundError:
        raise CannotRun(words[0], 127, "there is no such command") from None
    except OSError as error:
        raise CannotRun(words[0], 126, error.strerror or "it cannot be run") from None

    def forward(number: int, _frame: "FrameType | None") -> None:
        process.send_signal(number)

    # Ctrl-C reaches the command by the terminal; it decides what becomes of it, and so of us.
    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, signal.SIG_IGN),
        signal.SIGTERM: signal.signal(signal.SIGTERM, forward),
    }
    try:
        code = process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 128 - code if code < 0 else code


class CannotRun(UsageFault):
    """A command could not be started; ends as a shell would, with 126 or 127."""

    def __init__(self, command: str, exit_code: int, reason: str) -> None:
        super().__init__(f"{command}: {reason}", code="cannot_run")
        self.exit_code = exit_code
