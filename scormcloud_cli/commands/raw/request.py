import re
from typing import Any

import click

from scormcloud_cli.api import V1
from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.raw import _answers as answers
from scormcloud_cli.commands.raw._words import TEXT, Word, WordType
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.json_input import read_json
from scormcloud_cli.terminal.views.raw import ANSWER

_BASE = "/api/v2/"


class _HeaderType(click.ParamType[tuple[str, str]]):
    """A header line ``NAME:VALUE``."""

    name = "NAME:VALUE"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Take the line apart."""
        line = re.fullmatch(r"([!#$%&'*+.^_`|~\w-]+):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*)", value)
        if line is None:
            self.fail(f"{value!r} is not NAME:VALUE, on one line", param, ctx)
        if line[1].lower() == "authorization":
            self.fail("credentials are taken from the profile, not from a header", param, ctx)
        return line[1], line[2]


@click.command(cls=Command, prints=ANSWER)
@click.argument("verb", metavar="METHOD")
@click.argument("path")
@click.argument("words", metavar="[KEY=VALUE]...", nargs=-1, type=WordType())
@click.option("--body", metavar="JSON|@FILE|-", help="A JSON body.")
@click.option("-H", "headers", multiple=True, type=_HeaderType(), help="A header; may be repeated.")
@click.option("--management", is_flag=True, help="With the management application's credentials.")
def request(
    session: Session,
    verb: str,
    path: str,
    words: tuple[Word, ...],
    body: str | None,
    headers: tuple[tuple[str, str], ...],
    management: bool,
) -> None:
    """Make a request to v2 by method and path.

    For what the catalogue does not know. PATH is below /api/v2, KEY=VALUE goes into the query,
    nothing is checked, and the JSON of the answer is printed.

    \b
    Examples:
      scloud raw request GET /courses filter=golf
      scloud raw request GET /api/v2/ping
      scloud raw request PUT /courses/golf/title --body '{"title": "Golf"}'
      scloud raw request GET /appManagement/applications --management
    """
    if session.settings.api == V1:
        raise UsageError(
            "raw request speaks v2, but --api says v1", hint="call v1 with: scloud raw call NAME"
        )
    if not re.fullmatch(r"[A-Za-z]+", verb):
        raise UsageError(f"{verb!r} is not an HTTP method such as GET")
    below, query = _take_apart(path)
    for word in words:
        if word.mark != TEXT:
            raise UsageError(
                f"{word.key}{word.mark}: the query takes KEY=VALUE only",
                hint="give JSON with --body",
            )
        query.append((word.key, word.text))
    document = None if body is None else read_json(body, "--body", session.terminal)
    answer = session.cloud(management=management).v2.request(
        verb.upper(), below, query=query, body=document, headers=dict(headers)
    )
    answers.show(answers.output(session), answer)


def _take_apart(path: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the path below ``/api/v2``, beginning with a slash, and what its query says.

    Raises:
        UsageError: it is no path, or it leads out of ``/api/v2``.
    """
    from urllib.parse import parse_qsl, urlsplit

    parts = urlsplit(path)
    if parts.scheme or parts.netloc:
        raise UsageError(
            f"{path} is a URL, and credentials are sent to the profile's service only",
            hint=f"give the path: {parts.path or '/'}",
        )
    below = "/" + parts.path.lstrip("/")
    if below.startswith(_BASE):
        below = below[len(_BASE) - 1 :]
    if any(part in (".", "..") for part in below.split("/")):
        raise UsageError(f"{path} must not have '.' or '..' in it")
    return below, parse_qsl(parts.query, keep_blank_values=True)
