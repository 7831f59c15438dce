from pathlib import Path
from typing import TYPE_CHECKING

import click

from scormcloud_cli.api.errors import NetworkFailure, UsageError
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.session import usable_data

if TYPE_CHECKING:
    from scormcloud_cli.emulator.faults import Rules

from scormcloud_cli.commands.emulator._data import (
    data_folder,
    data_option,
    plan_option,
    speed_option,
    variables,
)


def _origin(url: str) -> str:
    """Return an origin as browsers write it."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url.lower().rstrip("/"))
        if parts.scheme in ("http", "https") and parts.hostname and parts.port != 0:
            origin = f"{parts.scheme}://{parts.netloc}"
            if origin == parts.geturl() and "@" not in origin:
                return origin
    except ValueError:
        pass
    raise click.BadParameter(f"must look like http://localhost:8081, not {url!r}.")


def _content_url(
    _context: click.Context, _parameter: click.Parameter, url: str | None
) -> str | None:
    return url and _origin(url)


def _origins(
    _context: click.Context, _parameter: click.Parameter, urls: tuple[str, ...]
) -> tuple[str, ...]:
    return tuple(map(_origin, urls))


@click.command(cls=Command, plans=False)
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
    "--content-port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="Which port for launch links and content.  [default: 0]",
)
@click.option(
    "--content-url",
    callback=_content_url,
    metavar="URL",
    help="Where browsers find that port, if elsewhere.",
)
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="Answer for this name as well; repeatable.",
)
@click.option(
    "--allow-origin",
    "origins",
    multiple=True,
    callback=_origins,
    metavar="ORIGIN",
    help="Let pages of this origin call the APIs; repeatable.",
)
@click.option(
    "--allow-local-fetch", is_flag=True, help="Fetch files from this machine and its network too."
)
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
@click.option(
    "--env",
    "only_variables",
    is_flag=True,
    help="Print only the variables to set, on standard output.",
)
@plan_option
@speed_option
def serve(
    session: Session,
    host: str,
    port: int,
    content_port: int,
    content_url: str | None,
    hosts: tuple[str, ...],
    origins: tuple[str, ...],
    allow_local_fetch: bool,
    data: Path | None,
    ready_file: Path | None,
    faults: Path | None,
    only_variables: bool,
    plan: str | None,
    postback_speed: float,
) -> None:
    """Serve the emulator until Ctrl-C or a SIGTERM, which end it well.

    It answers this machine only, unless --host says otherwise. What the profile 'local' has
    imported is there, and the other way round.

    Its credentials are public, so it answers only for names of this machine, for the address of
    --host and for --allow-host, and no web page but those of --allow-origin may call its APIs. What
    courses bring along is served at a port of its own. In a container it needs to be told:

    \b
      scloud emulator serve --host 0.0.0.0 --port 8080 --allow-host scloud
          --content-port 8081 --content-url http://localhost:8081

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
      scloud emulator serve --plan trial
      scloud emulator serve --env > variables.sh &
    """
    from scormcloud_cli.api.files import whole_file
    from scormcloud_cli.api.loopback import is_loopback
    from scormcloud_cli.emulator import guard, server
    from scormcloud_cli.emulator.service import NO_LIMITS

    terminal = session.terminal
    if not is_loopback(host):
        terminal.warn(f"{host} is more than this machine: whoever reaches it can use the emulator")

    def ready(base_url: str, content_url: str) -> None:
        exports = [f"export {name}={value}" for name, value in variables(base_url).items()]
        if only_variables:
            terminal.write("".join(f"{line}\n" for line in exports))
            terminal.flush()
        else:
            greet(base_url, content_url, exports)
        if ready_file is not None:
            with whole_file(ready_file) as file:
                file.write(f"{base_url}\n".encode())

    def greet(base_url: str, content_url: str, exports: list[str]) -> None:
        terminal.notice(f"serving at {base_url}  (stop with Ctrl-C)")
        terminal.notice(f"launch links and content are at {content_url}")
        terminal.notice("to use it, paste this into another shell:")
        for line in exports:
            terminal.notice(line)

    rules = None if faults is None else _rules(faults)
    try:
        with usable_data():
            server.serve(
                data_folder(session, data),
                host,
                port,
                ready,
                rules,
                plan or NO_LIMITS,
                content_port=content_port,
                content_url=content_url,
                visitors=guard.visitors(host, hosts, origins),
                allow_local_fetch=allow_local_fetch,
                postback_speed=postback_speed,
            )
    except server.CannotListen as error:
        raise NetworkFailure(
            str(error),
            code="cannot_listen",
            hint="choose another port, or --port 0 for any that is free; so with --content-port",
        ) from error


def _rules(path: Path) -> "Rules":
    from scormcloud_cli.emulator import faults

    try:
        return faults.read(path)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}", code="file_unreadable") from None
    except faults.BadRules as error:
        raise UsageError(f"{path}: {error}") from None
