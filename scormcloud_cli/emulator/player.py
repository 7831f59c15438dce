"""Where launch links lead: the page that plays a course, what it asks for, and the course's files.

Content may call an API of SCORM, so a page of the emulator plays it in a frame and hands its calls
on (`sittings`). xAPI and cmi5 content is opened as it is: it would speak to a record store.
"""

import json
import sqlite3
from collections.abc import Callable, Mapping
from html import escape
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from scormcloud_cli.api.scripts import as_text
from scormcloud_cli.emulator import assets, courses, forms, hacp, links, played, sittings
from scormcloud_cli.emulator.learner_pages import KEPT_NOWHERE, PAGES, filled
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.seats import Ended, Said
from scormcloud_cli.emulator.service import Emulator

Json = Any

_UNKNOWN = "This link is unknown or has expired. Ask for a new one."
# docs/service/v2.md, Courses
_NO_PREVIEW = "This course cannot be previewed: cmi5 has no preview. Launch a registration for it."
_WITHOUT_PAGE = ("XAPI", "CMI5")
_FILES = {".js": "text/javascript", ".css": "text/css"}
# What shows a medium.
_MEDIA = {
    "audio": '<audio id="medium" controls src="{source}"></audio>',
    "video": '<video id="medium" controls src="{source}"></video>',
    "application": '<object id="medium" type="application/pdf" data="{source}">'
    '<a href="{source}" target="_blank">Open {title}</a></object>',
}
# How many calls may come at once; what is longer or more in one of them is cut.
_MOST_CALLS = 1000
_LONGEST_NAME = 100
_MOST_ARGUMENTS = 10
# Numbers that a script counts to without losing any are smaller.
_LARGEST = 2**53


class Player:
    """Answers launch links, and the page that they lead to.

    Args:
        emulator: whose courses are played.
    """

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    async def launch(self, request: Request) -> Response:
        """Begin a sitting from a launch link, and redirect to the page that plays it."""
        return await run_in_threadpool(self._open, request, is_preview=False)

    async def preview(self, request: Request) -> Response:
        """Begin a sitting from a preview link, and redirect to the page that plays it."""
        return await run_in_threadpool(self._open, request, is_preview=True)

    async def content(self, request: Request) -> Response:
        """Answer with a file of the course, or with the part of it that is asked for."""
        return await run_in_threadpool(
            self._content, request.path_params["sitting"], request.path_params["path"]
        )

    async def page(self, request: Request) -> Response:
        """Answer with the page that plays a sitting."""
        return await run_in_threadpool(self._page, request.path_params["sitting"])

    async def medium(self, request: Request) -> Response:
        """Answer with the page that shows the medium that is a course."""
        return await run_in_threadpool(self._medium, request.path_params["sitting"])

    async def file(self, request: Request) -> Response:
        """Answer with a script or style sheet of that page."""
        name = request.path_params["name"]
        file = next((file for file in PAGES.iterdir() if file.name == name), None)
        if file is None or file.suffix not in _FILES:
            raise Refusal(404, "There is no such file.")
        text = file.read_text("utf-8")
        return Response(text, headers=KEPT_NOWHERE, media_type=_FILES[file.suffix])

    async def course(self, request: Request) -> Response:
        """Answer with what is played."""
        return await self._answer(request, sittings.course)

    async def state(self, request: Request) -> Response:
        """Answer whether a sitting goes on, or how it ended."""
        return await self._answer(request, sittings.state)

    async def call(self, request: Request) -> Response:
        """Carry out calls of content."""
        activity = request.path_params["activity"]

        def call(emulator: Emulator, sitting: str, body: Mapping[str, Json]) -> Json:
            return {
                "answers": sittings.call(emulator, sitting, activity, _calls(body.get("calls")))
            }

        return await self._change(request, call)

    async def hacp(self, request: Request) -> Response:
        """Carry out a message of AICC's HACP, a form."""
        text = (await forms.body(request)).decode("utf-8", "replace")
        fields = {name.lower(): value for name, value in parse_qsl(text, keep_blank_values=True)}
        answer = await run_in_threadpool(
            hacp.carry_out,
            self._emulator,
            request.path_params["sitting"],
            fields.get("session_id", ""),
            fields.get("command", ""),
            fields.get("aicc_data", ""),
        )
        return PlainTextResponse(answer, headers=KEPT_NOWHERE)

    async def leave(self, request: Request) -> Response:
        """End what the content of an activity has begun."""
        activity = request.path_params["activity"]

        def leave(emulator: Emulator, sitting: str, body: Mapping[str, Json]) -> Json:
            calls = _calls(body.get("calls", []))
            return sittings.leave(emulator, sitting, activity, calls)

        return await self._change(request, leave)

    async def exit(self, request: Request) -> Response:
        """End a sitting."""

        def exit_(emulator: Emulator, sitting: str, body: Mapping[str, Json]) -> Json:
            by_activity = body.get("calls", {})
            if not isinstance(by_activity, dict):
                raise _bad("calls are no object")
            calls = {
                as_text(activity): _calls(records) for activity, records in by_activity.items()
            }
            return sittings.exit_(emulator, sitting, calls, page=body.get("page"))

        return await self._change(request, exit_)

    async def _change(
        self, request: Request, change: Callable[[Emulator, str, Mapping[str, Json]], Json]
    ) -> Response:
        """Answer a request that has a body, of whatever type: a beacon's is text."""
        try:
            body = json.loads(await forms.body(request) or b"{}")
            if not isinstance(body, dict):
                raise _bad("the body is no object")
        except (ValueError, RecursionError):
            return JSONResponse({"error": "the body is no JSON"}, 400)
        except Refusal as refusal:
            return JSONResponse({"error": refusal.message}, refusal.status)
        return await self._answer(request, lambda emulator, of: change(emulator, of, body))

    async def _answer(self, request: Request, ask: Callable[[Emulator, str], Json]) -> Response:
        sitting = request.path_params["sitting"]
        try:
            answer = await run_in_threadpool(ask, self._emulator, sitting)
        except Refusal as refusal:
            return JSONResponse({"error": refusal.message}, refusal.status)
        except Ended as ended:
            return JSONResponse({"error": ended.state}, 409)
        return JSONResponse(answer, headers=KEPT_NOWHERE)

    def _open(self, request: Request, *, is_preview: bool) -> Response:
        link = links.find(self._emulator, str(request.path_params["token"]))
        if link is None or is_preview != (link["registration_id"] is None):
            raise Refusal(404, _UNKNOWN)
        database = self._emulator.store.reading()
        version = courses.get(database, link["app_id"], link["course_id"], link["version"])
        if is_preview and version["standard"] == "CMI5":
            raise Refusal(400, _NO_PREVIEW)
        if request.method != "GET":
            # To ask for the headers is to look at the link, not to open it.
            return Response()
        sitting = sittings.open_(self._emulator, link)
        if version["standard"] in _WITHOUT_PAGE:
            return RedirectResponse(sittings.first_page(self._emulator, sitting), 302)
        return RedirectResponse(f"/player/{sitting}", 302)

    def _content(self, sitting_id: str, path: str) -> Response:
        version = self._version(sitting_id)
        if version["content_type"] != assets.ZIP:
            return assets.whole(self._emulator, version)
        return assets.file(self._emulator, version, unquote(path), below_descriptor=True)

    def _medium(self, sitting_id: str) -> Response:
        version = self._version(sitting_id)
        title = sittings.page(self._emulator, sitting_id).title
        medium = _MEDIA[version["content_type"].partition("/")[0]]
        source = f"{played.CONTENT_PATH}{sitting_id}/{quote(version['file'])}"
        return filled("media.html", medium=medium, source=source, title=escape(title))

    def _version(self, sitting_id: str) -> sqlite3.Row:
        database = self._emulator.store.reading()
        sitting = played.sitting(database, sitting_id)
        return courses.get(database, sitting["app_id"], sitting["course_id"], sitting["version"])

    def _page(self, sitting_id: str) -> Response:
        looks = sittings.page(self._emulator, sitting_id)
        css = looks.style_sheet
        style = css and f'<link rel="stylesheet" href="{escape(css)}">'
        return filled(
            "player.html",
            language=looks.language or "en",
            style=style or "",
            window=escape(json.dumps(looks.window)),
            redirect=escape(looks.redirect),
            title=escape(looks.title),
        )


def _calls(records: Json) -> list[Said]:
    """Read calls as they are sent.

    Raises:
        Refusal: they are none.
    """
    if not isinstance(records, list) or len(records) > _MOST_CALLS:
        raise _bad(f"calls are no list of {_MOST_CALLS} at most")
    return [_call(record) for record in records]


def _call(record: Json) -> Said:
    if not isinstance(record, dict):
        raise _bad("a call is no object")
    number, function, arguments = map(record.get, ("n", "function", "arguments"))
    if type(number) is not int or not 0 < number < _LARGEST:
        raise _bad("n is no number from 1")
    if not isinstance(arguments, list | None) or not isinstance(function, str):
        raise _bad("a call has no function, or arguments that are no list")
    texts = list(map(as_text, (arguments or ())[:_MOST_ARGUMENTS]))
    return Said(number, as_text(function[:_LONGEST_NAME]), texts)


def _bad(reason: str) -> Refusal:
    return Refusal(400, reason)
