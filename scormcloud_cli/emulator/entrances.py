"""The ways to a course from outside, over HTTP: links of invitations, packages of dispatches."""

import uuid
from collections.abc import Callable
from html import escape

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from scormcloud_cli.emulator import dispatches, forms, invitations, links
from scormcloud_cli.emulator.invitations import Person
from scormcloud_cli.emulator.learner_pages import KEPT_NOWHERE, filled
from scormcloud_cli.emulator.service import Emulator


class Entrances:
    """Answers those who come by a link that stays: each opening is a launch of a registration.

    Args:
        emulator: whose courses they come to.
    """

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    async def invitation(self, request: Request) -> Response:
        """Launch the registration of who is invited; ask who it is, where the link does not say."""
        sent, _file = await forms.read(request, self._emulator)
        fields = dict(request.query_params) | dict(sent)
        return await self._answer(request, lambda token: self._invited(token, fields))

    async def dispatch(self, request: Request) -> Response:
        """Launch the registration of the learner whom the LMS around a package names."""
        fields = dict(request.query_params)
        return await self._answer(request, lambda key: self._dispatched(key, fields))

    async def _answer(self, request: Request, enter: Callable[[str], Response]) -> Response:
        if request.method == "HEAD":
            # To ask for the headers is to look at the link, not to open it.
            return Response()
        return await run_in_threadpool(enter, request.path_params["token"])

    def _invited(self, token: str, fields: dict[str, str]) -> Response:
        invitation = invitations.of_link(self._emulator, token)
        registration_id = invitation["registration_id"]
        if registration_id is None:
            email = fields.get("email", "").strip()
            if not email:
                return filled("invitation.html", title=escape(invitation["course_title"]))
            names = (fields.get(name, "").strip() or None for name in ("firstName", "lastName"))
            person = Person(email, *names)
            registration_id = invitations.join(self._emulator, invitation, person)
        return self._launch(invitation["app_id"], registration_id)

    def _dispatched(self, key: str, fields: dict[str, str]) -> Response:
        # As the books of SCORM and AICC have names.
        last_name, _, first_name = fields.get("learnerName", "").partition(",")
        learner = dispatches.Learner(
            # Opened outside of any LMS nobody is named.
            fields.get("learnerId") or str(uuid.uuid4()),
            first_name.strip() or None,
            last_name.strip() or None,
        )
        is_new = fields.get("isNew") != "false"
        return self._launch(*dispatches.enter(self._emulator, key, learner, is_new_attempt=is_new))

    def _launch(self, app_id: str, registration_id: str) -> Response:
        path = links.launch(self._emulator, app_id, registration_id, redirect="message")
        return RedirectResponse(path, 303, headers=KEPT_NOWHERE)
