"""Pages that learners see: filled in, or in words why there is nothing to open."""

from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from scormcloud_cli.emulator.refusals import Refusal

#: Where the pages, their scripts and style sheets are.
PAGES = Path(__file__).with_name("pages")
#: A page that comes back must ask what has become of what it shows.
KEPT_NOWHERE = {"Cache-Control": "no-store"}
_DELETED = "The course, or the registration for it, has been deleted. Ask for a new link."
# What refusals of the service, which speaks of IDs, mean to a learner, by their kind.
_MEANINGS = {
    "course": _DELETED,
    "registration": _DELETED,
    "asset": "{}. The package lacks it: tell whoever sent you here.",
}
_NOWHERE = "There is nothing here. Was the link cut? Ask for a new one."


def filled(page: str, status: int = 200, **parts: str) -> Response:
    """Return a page, with parts of HTML in the places that have their names, in their order."""
    text = (PAGES / page).read_text("utf-8")
    for name, part in parts.items():
        text = text.replace(f"{{{name}}}", part)
    return Response(text, status, headers=KEPT_NOWHERE, media_type="text/html")


def refused(request: Request, error: Exception) -> Response:
    """Say why there is nothing to open: browsers get a page, scripts its words."""
    status, message = 404, _NOWHERE
    if isinstance(error, Refusal):
        status = error.status
        message = _MEANINGS.get(error.kind, "{}").format(error.message)
    if "text/html" in request.headers.get("accept", ""):
        return filled("refused.html", status, message=escape(message))
    return PlainTextResponse(message + "\n", status, headers=KEPT_NOWHERE)
