"""The service, whichever API answers.

>>> with Cloud("https://cloud.scorm.com", Credentials("APP", "SECRET")) as cloud:
...     for course in cloud.courses.list(CourseQuery()):
...         print(course.id, course.title)

Each method raises `CloudError` when the service says no or cannot be reached: `NotFound` for an
unknown course, registration or job, `UnsupportedByApi` for what the API in use cannot do.
"""

import functools
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, Self, cast

from scormcloud_cli.api import V1, V2
from scormcloud_cli.api import origin as origins
from scormcloud_cli.api.access import Ping, Token
from scormcloud_cli.api.credentials import Credentials
from scormcloud_cli.api.errors import UnsupportedByApi
from scormcloud_cli.api.hosts import checked_base_url
from scormcloud_cli.api.models import moment_of, utc
from scormcloud_cli.api.v1.gaps import refuse

if TYPE_CHECKING:
    from scormcloud_cli.api.applications import Applications
    from scormcloud_cli.api.configuration import Configuration
    from scormcloud_cli.api.connectors import Connectors
    from scormcloud_cli.api.courses import Courses
    from scormcloud_cli.api.destinations import Destinations
    from scormcloud_cli.api.dispatches import Dispatches
    from scormcloud_cli.api.invitations import Invitations
    from scormcloud_cli.api.learners import Learners
    from scormcloud_cli.api.messages import Answer, Request
    from scormcloud_cli.api.registrations import Registrations
    from scormcloud_cli.api.reports import Reports
    from scormcloud_cli.api.transport import Transport
    from scormcloud_cli.api.v1.client import Client as V1Client
    from scormcloud_cli.api.v1.exports import Exports
    from scormcloud_cli.api.v1.upload_area import UploadArea
    from scormcloud_cli.api.v2.client import Client as V2Client
    from scormcloud_cli.api.xapi import Xapi


class Cloud:
    """An application on SCORM Cloud.

    An area's module is loaded when it is first asked for: a command wants one or two of them,
    and every command pays for what is loaded here.

    Args:
        base_url: the service, such as ``https://cloud.scorm.com``.
        credentials: what proves who is calling.
        api: ``v1`` or ``v2``: which API the areas speak.
        transport: what sends the requests; one of its own by default.
        origin: what software calls, ``ORGANIZATION.APPLICATION.VERSION``.

    Raises:
        UsageError: credentials must not be sent to such a URL, or it is no origin.
    """

    def __init__(
        self,
        base_url: str,
        credentials: Credentials,
        *,
        api: str = V2,
        transport: "Transport | None" = None,
        origin: str = origins.DEFAULT,
    ) -> None:
        self.base_url = checked_base_url(base_url)
        self.api = api
        self.app_id = credentials.app_id
        self._credentials = credentials
        self._origin = origins.cleaned(origin)
        if transport is None:  # only now: what can be asked for is known without httpx
            from scormcloud_cli.api.transport import Transport

            transport = Transport()
        self._transport = transport
        self._transport.hide(credentials.secret_key, credentials.token)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections of the transport."""
        self._transport.close()

    @functools.cached_property
    def v1(self) -> "V1Client":
        """The direct way to v1, whatever `api` says."""
        from scormcloud_cli.api.v1.client import Client as V1Client

        return V1Client(self.base_url, self._credentials, self._transport, self._origin)

    @functools.cached_property
    def v2(self) -> "V2Client":
        """The direct way to v2, whatever `api` says."""
        from scormcloud_cli.api.v2.client import Client as V2Client

        return V2Client(self.base_url, self._credentials, self._transport, self._origin)

    @functools.cached_property
    def courses(self) -> "Courses":
        """The application's courses."""
        return cast("Courses", self._area("courses"))

    @functools.cached_property
    def registrations(self) -> "Registrations":
        """The application's registrations."""
        return cast("Registrations", self._area("registrations"))

    @functools.cached_property
    def applications(self) -> "Applications":
        """The realm's applications; the credentials must be the management application's."""
        return cast("Applications", self._area("applications"))

    @functools.cached_property
    def configuration(self) -> "Configuration":
        """The calling application's own configuration."""
        if self.api == V1:
            refuse("v1 does not give an application's configuration")
        from scormcloud_cli.api.v2.configuration import of_application

        return of_application(self.v2)

    @functools.cached_property
    def destinations(self) -> "Destinations":
        """The places that the application's dispatches go to."""
        return cast("Destinations", self._area("destinations"))

    @functools.cached_property
    def dispatches(self) -> "Dispatches":
        """The application's dispatches."""
        return cast("Dispatches", self._area("dispatches"))

    @functools.cached_property
    def invitations(self) -> "Invitations":
        """The application's invitations."""
        return cast("Invitations", self._area("invitations"))

    @functools.cached_property
    def learners(self) -> "Learners":
        """The application's learners."""
        return cast("Learners", self._area("learners"))

    @functools.cached_property
    def reports(self) -> "Reports":
        """What the service says of the account."""
        return cast("Reports", self._area("reports"))

    @functools.cached_property
    def xapi(self) -> "Xapi":
        """The record store's key pairs and statement pipes."""
        return cast("Xapi", self._area("xapi"))

    @functools.cached_property
    def connectors(self) -> "Connectors":
        """The application's content connectors."""
        if self.api == V1:
            refuse("v1 has no content connectors")
        return cast("Connectors", self._area("connectors"))

    @functools.cached_property
    def exports(self) -> "Exports":
        """The exports of all of the application's data."""
        if self.api == V2:
            raise UnsupportedByApi("v2 exports no data", hint="use --api v1")
        return cast("Exports", self._area("exports"))

    @functools.cached_property
    def upload_area(self) -> "UploadArea":
        """The files that were sent first and are imported later."""
        if self.api == V2:
            raise UnsupportedByApi(
                "v2 has no upload area: an import takes its file along", hint="use --api v1"
            )
        from scormcloud_cli.api.v1 import upload_area as v1

        return v1.UploadArea(self.v1)

    def ping(self) -> Ping:
        """Check that the service answers and takes the application's credentials.

        Raises:
            AuthenticationFailed: it does not take them.
            NetworkFailure: it does not answer.
        """
        if self.api == V1:
            self.v1.call("rustici.debug.authPing")
            return self._ping("pong", self._v1_time())
        answer = self.v2.call("PingAppId")
        return self._ping(answer.get("apiMessage"), answer.get("currentTime"))

    def ping_management(self) -> Ping:
        """Check that the service takes the management application's credentials; as `ping`."""
        if self.api == V1:
            self.v1.call("rustici.application.getAppList")
            return self._ping(None, self._v1_time())
        self.v2.call("GetApplicationList")
        return self._ping(None, None)

    def send(self, request: "Request") -> "Answer":
        """Send a request as it stands, without credentials: to where a link of the service leads.

        Raises:
            NetworkFailure: there was no whole answer.
        """
        return self._transport.send(request)

    def token(self, scopes: Sequence[str], expires: int) -> Token:
        """Return an OAuth token for v2; it cannot be revoked (docs/service/v2.md, Access).

        Args:
            scopes: what it may be used for: ``read``, ``write:course``, …
            expires: seconds until it dies.

        Raises:
            CloudError: the service does not give one.
        """
        answer = self.v2.call("GetAppToken", {"scope": " ".join(scopes), "expiration": expires})
        # The client's model has access_token, the documentation shows result.
        token = answer.get("access_token") or answer.get("result") or ""
        self._transport.hide(token)
        return Token(
            access_token=token, expires_in=answer.get("expires_in", expires), scopes=tuple(scopes)
        )

    def _area(self, name: str) -> Any:
        """Return what speaks of an area over the API in use; its module is loaded for it."""
        area = getattr(import_module(f"scormcloud_cli.api.{self.api}.{name}"), name.capitalize())
        return area(self.v1 if self.api == V1 else self.v2)

    def _v1_time(self) -> str | None:
        from scormcloud_cli.api.v1.elements import moment

        return moment(self.v1.call("rustici.debug.getTime").findtext("currenttime") or "")

    def _ping(self, message: str | None, server_time: str | None) -> Ping:
        difference = None
        if server_time and (told := moment_of(server_time)):
            ahead = datetime.now(UTC) - told
            difference = round(ahead.total_seconds(), 1)
        return Ping(
            api=self.api,
            base_url=self.base_url,
            application=self.app_id,
            message=message,
            server_time=utc(server_time) if server_time else None,
            clock_difference=difference,
        )
