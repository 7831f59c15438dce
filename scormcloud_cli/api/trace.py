"""What is shown of requests and answers, secrets masked: ``--debug`` and ``--dry-run``."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from scormcloud_cli.api.masking import mask, mask_value
from scormcloud_cli.api.messages import Request

_LOGGED_CHARACTERS = 4000
_LOGGED_HEADERS = ("content-type", "content-length", "retry-after", "location")


class Trace:
    """Describes requests and answers.

    Args:
        debug: told each line of a request or an answer; None for nobody.
    """

    def __init__(self, debug: Callable[[str], None] | None) -> None:
        self._debug = debug
        self._secrets: set[str] = set()

    def hide(self, *secrets: str) -> None:
        """Mask these values wherever they occur in what is shown."""
        self._secrets.update(secret for secret in secrets if secret)

    def plan(self, request: Request) -> dict[str, Any]:
        """Return what would be sent, as JSON."""
        plan: dict[str, Any] = {
            "operation": request.operation,
            "method": request.verb,
            "url": self._masked(request.url),
        }
        if request.query:
            plan["query"] = {
                name: mask_value(name, self._masked(value)) for name, value in request.query
            }
        if request.body is not None:
            plan["body"] = mask_value("", request.body)
        if request.form:
            plan["form"] = {name: mask_value(name, value) for name, value in request.form}
        if request.upload is not None:
            plan["file"] = {
                "field": request.upload.field,
                "name": request.upload.name,
                "contentType": request.upload.content_type,
            }
        return plan

    def request(self, request: Request, url: str) -> None:
        """Log a request that is sent now, to a URL with its query."""
        if self._debug is None:
            return
        self._debug(self._masked(f"> {request.verb} {url}"))
        for name, value in request.headers.items():
            self._debug(self._masked(f"> {name}: {value}"))
        if request.body is not None:
            self._debug(self._masked(f"> {json.dumps(request.body, ensure_ascii=False)}"))
        elif request.form:
            self._debug(f"> {json.dumps(mask_value('', dict(request.form)))}")
        if request.upload is not None:
            self._debug(f"> file {request.upload.name}")

    def answer(self, status: str, headers: Mapping[str, str], seconds: float) -> None:
        """Log that an answer has begun to arrive, and how long that took."""
        if self._debug is None:
            return
        self._debug(f"< {status} ({seconds * 1000:.0f} ms)")
        for name in _LOGGED_HEADERS:
            if name in headers:
                self._debug(self._masked(f"< {name}: {headers[name]}"))

    def body(self, body: bytes) -> None:
        """Log the beginning of an answer's body."""
        if self._debug is not None and body:
            self._debug(self._masked(body.decode(errors="replace")[:_LOGGED_CHARACTERS]))

    def _masked(self, text: str) -> str:
        return mask(text, self._secrets)
