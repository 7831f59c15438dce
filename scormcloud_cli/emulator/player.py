"""Where launch links lead: the content of courses, served out of their stored zips.

Content is served as a web server would, and nothing more: there is no SCORM, AICC or xAPI behind
it. That a learner opened a link is recorded; what the learner does then is not.
"""

import json
import re
import sqlite3
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from scormcloud_cli.emulator import assets, courses, links, registrations
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import Emulator

_UNKNOWN = "This link is unknown or has expired."
# docs/service/v2.md, Courses
_NO_PREVIEW = "This course cannot be previewed: cmi5 has no preview. Launch a registration for it."
# The columns of a link that say what is launched.
_LAUNCHED = ("app_id", "registration_id", "instance")


class Player:
    """Answers launch links.

    Args:
        emulator: whose courses are played.
    """

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    async def launch(self, request: Request) -> Response:
        """Redirect from a launch link to the first activity that can be opened; record it."""
        # To ask for the headers is to look at the link, not to open it.
        opened = request.method == "GET"
        token = str(request.path_params["token"])
        return await run_in_threadpool(self._open, token, is_preview=False, recorded=opened)

    async def preview(self, request: Request) -> Response:
        """Redirect from a preview link to the first activity that can be opened."""
        token = str(request.path_params["token"])
        return await run_in_threadpool(self._open, token, is_preview=True, recorded=False)

    async def content(self, request: Request) -> Response:
        """Answer with a file of the course, or with the part of it that is asked for."""
        return await run_in_threadpool(
            self._content, request.path_params["token"], request.path_params["path"]
        )

    def _open(self, token: str, *, is_preview: bool, recorded: bool) -> Response:
        try:
            link, version = self._linked(token)
            if is_preview != (link["registration_id"] is None):
                raise Refusal(404, _UNKNOWN)
            if is_preview and version["standard"] == "CMI5":
                raise Refusal(400, _NO_PREVIEW)
            if recorded and link["tracking"]:
                registrations.record_launch(self._emulator, *(link[name] for name in _LAUNCHED))
        except Refusal as refusal:
            message = refusal.message if refusal.status != 404 else _UNKNOWN
            return PlainTextResponse(message + "\n", refusal.status)
        href = _first_href(json.loads(version["root_activity"]))
        if re.match("(https?:)?//", href):
            return RedirectResponse(href, 302)
        return RedirectResponse(links.content(self._emulator, link) + href, 302)

    def _content(self, token: str, path: str) -> Response:
        try:
            _, version = self._linked(token)
            if version["content_type"] != assets.ZIP:
                return assets.whole(self._emulator, version)
            return assets.file(self._emulator, version, unquote(path), below_descriptor=True)
        except Refusal as refusal:
            return PlainTextResponse(refusal.message + "\n", refusal.status)

    def _linked(self, token: str) -> tuple[sqlite3.Row, sqlite3.Row]:
        """Return a link, and the version of a course that it leads to."""
        link = links.find(self._emulator, token)
        if link is None:
            raise Refusal(404, _UNKNOWN)
        database = self._emulator.store.reading()
        version = courses.get(database, link["app_id"], link["course_id"], link["version"])
        return link, version


def _first_href(activity: Mapping[str, Any]) -> str:
    """Return what the first activity with something to open opens."""
    below = (_first_href(child) for child in activity.get("children", ()))
    return activity.get("href") or next(filter(None, below), "")
