from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import click

from scormcloud_cli.api.errors import NetworkFailure, UsageError
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.postbacks import RECEIVED

_SECRET = "SCLOUD_LISTEN_SECRET"  # noqa: S105 (a variable's name)


def _url(_context: click.Context, _parameter: click.Parameter, url: str | None) -> str | None:
    from urllib.parse import urlsplit

    if url is not None:
        try:
            parts = urlsplit(url)
            is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
        except ValueError:
            is_address = False
        if not is_address:
            raise click.BadParameter(f"must begin with http:// or https://, not {url!r}.")
    return url


@click.command(cls=Command, prints=RECEIVED, plans=False)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="Which port; 0 is any free one.  [default: 0]",
)
@click.option("--forward", callback=_url, metavar="URL", help="Hand on what comes, to there.")
@click.option("--auth", metavar="USER[:SECRET]", help="Refuse what does not log in so.")
@click.option("--secret-stdin", is_flag=True, help="Read the secret from standard input.")
@click.option(
    "--status",
    type=click.IntRange(200, 599),
    metavar="N",
    help="Answer with this, whatever comes.  [default: 200, or what --forward answers]",
)
def listen(
    session: Session,
    port: int,
    forward: str | None,
    auth: str | None,
    secret_stdin: bool,
    status: int | None,
) -> None:
    """Receive postbacks on this machine and show them.

    It goes on until Ctrl-C. A line each; with -o jsonl all that was posted, and in
    `postback` what became of it. JSON and XML are understood, in a form and with HTTP basic. The
    secret is best not on the command line: SCLOUD_LISTEN_SECRET or --secret-stdin take it as well.

    What does not log in as --auth says is answered with 401, what is no postback with 400, what
    cannot be handed on with 502. The service tries again then; --status 500 tests that. A 3xx
    counts as delivered and is not followed.

    \b
    Examples:
      scloud listen --port 8090
      scloud listen --port 8090 --auth me --forward http://localhost:3000/hook
      scloud listen --status 500 -o jsonl
    """
    from scormcloud_cli.workflows.listening import Listener, Terms

    user, secret = _login(session, auth, secret_stdin)
    terminal = session.terminal
    if status is not None and 300 <= status < 400:
        terminal.warn(f"{status} counts as delivered: the service follows no redirect")
    try:
        listener = Listener(port, Terms(user, secret, forward, status))
    except OSError as error:
        raise NetworkFailure(
            f"cannot listen on 127.0.0.1 port {port}: {error.strerror}",
            code="cannot_listen",
            hint="choose another port, or --port 0 for any that is free",
        ) from error
    # Ctrl-C may come while one is printed, too.
    with listener.listening(), suppress(KeyboardInterrupt):
        terminal.notice(f"listening at {listener.url}  (stop with Ctrl-C)")
        postbacks = _warned(session, listener.postbacks())
        if session.output.for_people:
            for postback in postbacks:
                terminal.write(_line(postback) + "\n")
                terminal.flush()
        else:
            session.output.many(postbacks)


def _login(session: Session, auth: str | None, from_stdin: bool) -> tuple[str | None, str | None]:
    """Return the name and the secret to check; neither where nothing is checked.

    Raises:
        UsageError: one is there without the other.
    """
    if auth is None:
        if from_stdin:
            raise UsageError("--secret-stdin needs --auth")
        return None, None
    user, colon, secret = auth.partition(":")
    if colon:
        return user, secret
    if from_stdin:
        return user, session.terminal.stdin.readline().rstrip("\r\n")
    if _SECRET not in session.environ:
        raise UsageError(
            "--auth: there is no secret", hint=f"set {_SECRET}, or pipe it in with --secret-stdin"
        )
    return user, session.environ[_SECRET]


def _warned(session: Session, postbacks: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield postbacks; warn of what is wrong with one."""
    warn = session.terminal.warn
    for postback in postbacks:
        about = postback["postback"]
        if "problem" in about:
            warn(f"what came to {about['path']} is no postback: {about['problem']}")
        if about.get("authentic") is False:
            warn("a postback came without the login that --auth names")
        forwarded = about.get("forwarded")
        if isinstance(forwarded, str):
            warn(forwarded)
        elif forwarded is not None and 300 <= forwarded < 400:
            warn(f"--forward answered {forwarded}, which counts as delivered and is not followed")
        yield postback


def _line(postback: Mapping[str, Any]) -> str:
    from scormcloud_cli.terminal.streams import printable
    from scormcloud_cli.terminal.values import value_of

    cells = (value_of(postback, column.field) for column in RECEIVED.columns)
    return printable("  ".join("-" if cell in (None, "") else str(cell) for cell in cells))
