from pathlib import Path
from typing import TYPE_CHECKING

import click

from scormcloud_cli.api.errors import NetworkFailure, UsageError
from scormcloud_cli.commands.shared.command import Command, Session

if TYPE_CHECKING:
    from scormcloud_cli.emulator.faults import Rules

from scormcloud_cli.commands.emulator._data import data_folder, data_option


@click.command(cls=Command)
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
@data_option
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
        server.serve(data_folder(session, data), host, port, ready, rules)
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
        raise UsageError(f"cannot read {path}: {error.strerror}", code="file_unreadable") from None
    except faults.BadRules as error:
        raise UsageError(f"{path}: {error}") from None
