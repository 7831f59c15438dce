"""Where launch links lead: the content of courses, served out of their stored zips.

Content is served as a web server would, and nothing more: there is no SCORM, AICC or xAPI behind
it, so what a learner does is not recorded.
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

from scormcloud_cli.emulator import assets, courses, links
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import Emulator

_UNKNOWN = "This link is unknown or has expired."


class Player:
    """Answers launch links.

    Args:
        emulator: whose courses are played.
    """

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    async def launch(self, request: Request) -> Response:
        """Redirect from a launch link to the first activity that can be opened."""
        return await run_in_threadpool(self._launch, request.path_params["token"])

    async def content(self, request: Request) -> Response:
        """Answer with a file of the course, or with the part of it that is asked for."""
        return await run_in_threadpool(
            self._content,
            request.path_params["token"],
            request.path_params["path"],
        )

    def _launch(self, token: str) -> Response:
        try:
            link, version = self._linked(token)
        except Refusal:
            return PlainTextResponse(_UNKNOWN + "\n", 404)
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
