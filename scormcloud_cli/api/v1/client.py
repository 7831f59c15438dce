"""Calls any method of v1 by its catalogue name."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import quote, urlencode, urlsplit
from xml.etree.ElementTree import Element

from scormcloud_cli.api import V1
from scormcloud_cli.api.catalog import Operation, operation
from scormcloud_cli.api.credentials import Credentials
from scormcloud_cli.api.errors import AuthenticationFailed, UnexpectedAnswer, UsageError
from scormcloud_cli.api.hosts import checked_base_url
from scormcloud_cli.api.messages import Answer, Progress, Request, Upload, as_parameter
from scormcloud_cli.api.origin import DEFAULT
from scormcloud_cli.api.v1 import answers
from scormcloud_cli.api.v1.signing import sign, timestamp

if TYPE_CHECKING:
    from scormcloud_cli.api.transport import Transport

Values = Mapping[str, object]

# The XML declaration and white space stand before the envelope, nothing else.
_ENVELOPE_START = 200


class Client:
    """The direct way to v1.

    Args:
        base_url: the service without ``/EngineWebServices``, such as ``https://cloud.scorm.com``.
        credentials: an application's pair, or the management application's.
        transport: what sends the requests.
        origin: what software calls; it is signed with every call.
        now: tells the time that calls are signed with.
    """

    def __init__(
        self,
        base_url: str,
        credentials: Credentials,
        transport: "Transport",
        origin: str = DEFAULT,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._url = base_url + "/EngineWebServices/api"
        self._credentials = credentials
        self._transport = transport
        self._origin = origin
        self._now = now

    def at(self, server: str) -> "Client":
        """Return a client of another server of the service.

        Args:
            server: what an answer of the service calls it, ``HOST`` or ``HOST:PORT``.

        Raises:
            UnexpectedAnswer: it is no server that calls may be sent to.
        """
        base_url = f"{urlsplit(self._url).scheme}://{server}"
        try:
            checked_base_url(base_url)
            fits = urlsplit(base_url).netloc == server and urlsplit(base_url).port != 0
        except (UsageError, ValueError):
            fits = False
        if not fits:
            raise UnexpectedAnswer(f"the service names {server!r} as a server of its own")
        return Client(base_url, self._credentials, self._transport, self._origin, self._now)

    def call(
        self, name: str, values: Values | None = None, *, upload: Upload | None = None
    ) -> Element:
        """Call one method and return the ``rsp`` element of its answer.

        Args:
            name: its catalogue name, ``rustici.course.exists``.
            values: what it is told, by parameter name; None is left out.
            upload: the file to send.

        Raises:
            NotFound, AuthenticationFailed, ServiceRefused: the service said no.
            NetworkFailure: it could not be reached, or what answered is not the service.
            Planned: this is a dry run and the method changes something.
        """
        return self._read(self._send(name, values, upload), name)

    def call_text(
        self, name: str, values: Values | None = None, *, upload: Upload | None = None
    ) -> str:
        """Call one method and return its answer as it came; raises as `call`."""
        answer = self._send(name, values, upload)
        if operation(V1, name).answer == "xml":
            self._read(answer, name)
        return answer.body.decode(errors="replace")

    def location(self, name: str, values: Values | None = None) -> str:
        """Call a method that answers with a redirect, and return where it points.

        Raises:
            CloudError: as `call`.
        """
        answer = self._send(name, values, None)
        if 300 <= answer.status < 400 and "location" in answer.headers:
            return answer.headers["location"]
        self._read(answer, name)
        raise answers.not_the_service(answer, name)

    def download(
        self, name: str, values: Values | None, sink: BinaryIO, on_progress: Progress | None = None
    ) -> str | None:
        """Call a method that answers with a file, and write the file to `sink`.

        Returns:
            the file name that the service suggests, None when it suggests none.

        Raises:
            CloudError: as `call`.
        """
        request = self._request(operation(V1, name), values or {}, None)
        answer = self._transport.download(request, sink, on_progress)
        if answer.body:  # XML: either how v1 says no, or a manifest or asset that is XML itself
            if not 200 <= answer.status < 300 or b"<rsp" in answer.body[:_ENVELOPE_START]:
                self._read(answer, name)
                raise answers.not_the_service(answer, name)
            if answer.content_type == "text/html" and "path" not in (values or {}):
                raise answers.not_the_service(answer, name)
            sink.write(answer.body)
        elif not 200 <= answer.status < 300:
            raise answers.not_the_service(answer, name)
        return answer.file_name

    def url(self, name: str, values: Values | None = None) -> str:
        """Return the signed URL of a call, good for 15 minutes; nothing is sent."""
        query = self._parameters(operation(V1, name), values or {})
        return self._url + "?" + urlencode(query, quote_via=quote)

    def _read(self, answer: Answer, name: str) -> Element:
        try:
            return answers.read(answer, name)
        except AuthenticationFailed as refusal:
            raise self._credentials.explain(refusal) from refusal.__cause__

    def _send(self, name: str, values: Values | None, upload: Upload | None) -> Answer:
        return self._transport.send(self._request(operation(V1, name), values or {}, upload))

    def _request(self, call: Operation, values: Values, upload: Upload | None) -> Request:
        parameters = self._parameters(call, values)
        # Beside a file everything stays in the query, to be signed (docs/service/v1.md, HTTP).
        as_form = call.verb == "POST" and upload is None
        return Request(
            operation=call.name,
            verb="POST" if upload else call.verb,
            url=self._url,
            query=() if as_form else parameters,
            form=parameters if as_form else (),
            upload=upload,
            idempotent=call.idempotent,
            writes=call.writes,
        )

    def _parameters(self, call: Operation, values: Values) -> list[tuple[str, str]]:
        parameters = [("method", call.name)]
        values = dict(values)
        values.setdefault("origin", self._origin)
        for name, value in values.items():
            parameter = call.parameter(name)
            if value is None:
                continue
            if isinstance(value, list | tuple) and parameter and parameter.repeated:
                parameters += [(name, as_parameter(item)) for item in value]
            else:
                parameters.append((name, as_parameter(value)))
        if call.permission == "none":
            return parameters
        if self._credentials.token:
            raise AuthenticationFailed(
                "v1 takes no bearer token",
                hint="give SCLOUD_APP_ID and SCLOUD_SECRET_KEY, or use --api v2",
                operation=call.name,
            )
        parameters += [("appid", self._credentials.app_id), ("ts", timestamp(self._now()))]
        parameters.append(("sig", sign(self._credentials.secret_key, parameters)))
        return parameters
