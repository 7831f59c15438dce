"""What commands may ask of each area of the service, whichever API answers.

Each method raises `CloudError` when the service says no or cannot be reached: `NotFound` for an
unknown course, registration or job, `UnsupportedByApi` for what the API in use cannot do.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from scormcloud_cli.api.models import (
    Account,
    Application,
    Asset,
    Connector,
    Course,
    Credential,
    Destination,
    Dispatch,
    ImportJob,
    Invitation,
    InvitationJob,
    Invited,
    Launch,
    Registration,
    SettingValue,
    StatementPipe,
    XapiCredential,
)
from scormcloud_cli.api.queries import (
    CourseQuery,
    DestinationQuery,
    Detail,
    DispatchQuery,
    InvitationQuery,
    ListQuery,
    RegistrationQuery,
)
from scormcloud_cli.api.transport import Progress, Upload


@dataclass(frozen=True, slots=True, kw_only=True)
class Postback:
    """Where the service reports results to (spec/v2-facts.md, Postbacks).

    Attributes:
        url: where each report is posted.
        auth_type: ``FORM`` or ``HTTPBASIC``.
        user_name: for that.
        password: for that.
        results_format: ``COURSE``, ``ACTIVITY`` or ``FULL``.
    """

    url: str
    auth_type: str | None = None
    user_name: str | None = None
    password: str | None = None
    results_format: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRegistration:
    """A registration to create: who (`learner_id` and names) takes which course."""

    id: str
    course_id: str
    learner_id: str
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    course_version: int | None = None
    tags: tuple[str, ...] = ()
    postback: Postback | None = None


class Tags(Protocol):
    """The tags of one kind of thing."""

    def get(self, owner: str) -> Sequence[str]:
        """Return the tags of one, by its ID."""

    def add(self, owner: str, tags: Sequence[str]) -> None:
        """Give one more tags."""

    def remove(self, owner: str, tags: Sequence[str]) -> None:
        """Take tags from one; those it does not have are passed over."""

    def set(self, owner: str, tags: Sequence[str]) -> None:
        """Give one exactly these tags."""


class Configuration(Protocol):
    """The configuration of one kind of thing, by v2's setting IDs."""

    def get(self, owner: str) -> Iterator[SettingValue]:
        """Return every setting of one, by its ID."""

    def set(self, owner: str, settings: Mapping[str, str]) -> None:
        """Set settings of one."""

    def unset(self, owner: str, setting_id: str) -> None:
        """Let a setting of one come from the level above again."""


class Assets(Protocol):
    """The files of courses, of their newest version or of the one named."""

    def list(self, course_id: str, version: int | None) -> Iterator[Asset]:
        """Return every file of a version."""

    def get(
        self,
        course_id: str,
        version: int | None,
        path: str,
        sink: BinaryIO,
        on_progress: Progress | None = None,
    ) -> str | None:
        """Write one file of a version to `sink`."""

    def put(
        self, course_id: str, version: int | None, upload: Upload, folder: str, policy: str
    ) -> None:
        """Put a file into a version.

        Args:
            course_id: which course.
            version: which version; the newest if None.
            upload: the file, which keeps its own name.
            folder: the folder of the course that it goes to; "" is the top.
            policy: ``lax``; ``reject`` if it must not be there yet, ``strict`` if it must.
        """

    def delete(self, course_id: str, version: int | None, path: str) -> None:
        """Take one file out of a version."""


class Courses(Protocol):
    """The courses of an application."""

    @property
    def assets(self) -> Assets:
        """Their files."""

    def statements(
        self, course_id: str, *, since: str | None = None, until: str | None = None
    ) -> Iterator[Mapping[str, Any]]:
        """Return the xAPI statements about a course, as the service has them."""

    @property
    def tags(self) -> Tags:
        """Their tags."""

    @property
    def configuration(self) -> Configuration:
        """Their configuration."""

    def list(self, query: CourseQuery) -> Iterator[Course]:
        """Return the courses that a query wants, each as soon as it is known."""

    def get(
        self,
        course_id: str,
        *,
        version: int | None = None,
        metadata: bool = False,
        registration_count: bool = False,
    ) -> Course:
        """Return one course: its newest version, or the one asked for."""

    def exists(self, course_id: str) -> bool:
        """Say whether there is a course of that ID."""

    def delete(self, course_id: str, version: int | None = None) -> None:
        """Delete a course with its registrations, or one of its versions."""

    def set_title(self, course_id: str, title: str) -> None:
        """Change a course's title."""

    def versions(self, course_id: str) -> Iterator[Course]:
        """Return the versions of a course, the oldest first."""

    def import_file(self, course_id: str, upload: Upload, *, new_version: bool) -> str:
        """Upload a package and start its import; return the job's ID.

        Args:
            course_id: the ID to give the course.
            upload: the package; its `field` is set by this method.
            new_version: whether a course that exists gets another version; else it is refused.
        """

    def import_url(self, course_id: str, url: str, *, content_type: str, new_version: bool) -> str:
        """Have the service fetch a package and import it; return the job's ID."""

    def job(self, job_id: str) -> ImportJob:
        """Say how an import stands."""

    def download(
        self,
        course_id: str,
        version: int | None,
        sink: BinaryIO,
        on_progress: Progress | None = None,
    ) -> str | None:
        """Write a course's package to a file; return the file name the service suggests."""

    def preview(self, course_id: str, version: int | None, redirect: str) -> str:
        """Return a link that plays a course without keeping any result."""


class Registrations(Protocol):
    """The registrations of an application."""

    def instances(self, registration_id: str) -> Iterator[Registration]:
        """Return the instances of a registration, the oldest first."""

    def new_instance(self, registration_id: str) -> int:
        """Begin a new instance on the course's newest version; return its number."""

    def statements(
        self, registration_id: str, *, since: str | None = None, until: str | None = None
    ) -> Iterator[Mapping[str, Any]]:
        """Return the xAPI statements of a registration, as the service has them."""

    @property
    def tags(self) -> Tags:
        """Their tags."""

    @property
    def configuration(self) -> Configuration:
        """Their configuration."""

    def list(self, query: RegistrationQuery) -> Iterator[Registration]:
        """Return the registrations that a query wants, each as soon as it is known."""

    def get(self, registration_id: str, detail: Detail) -> Registration:
        """Return one registration with its result."""

    def exists(self, registration_id: str) -> bool:
        """Say whether there is a registration of that ID."""

    def create(self, new: NewRegistration) -> None:
        """Register a learner for a course."""

    def delete(self, registration_id: str) -> None:
        """Delete a registration and its results."""

    def launch(self, registration_id: str, *, redirect: str, expires: int | None) -> str:
        """Return a link that launches the course for its learner.

        Args:
            registration_id: whose.
            redirect: where the learner goes at the end: a URL, ``closer`` or ``blank``.
            expires: seconds until the link dies, 10 to 300; the service's default if None.
        """

    def history(self, registration_id: str) -> Iterator[Launch]:
        """Return the launches of a registration."""

    def reset(self, registration_id: str) -> None:
        """Throw a registration's results away, and keep the registration."""


class Applications(Protocol):
    """The applications of a realm, for the management application."""

    def list(self, query: ListQuery, *, counts: bool = False) -> Iterator[Application]:
        """Return the applications that a query wants; `counts`: with courses and registrations."""

    def get(self, app_id: str, *, counts: bool = False) -> Application:
        """Return one application."""

    def create(self, name: str) -> Application:
        """Create an application."""

    def update(
        self, app_id: str, *, name: str | None = None, allow_delete: bool | None = None
    ) -> None:
        """Change an application; None leaves a thing as it is."""

    def delete(self, app_id: str) -> None:
        """Delete an application with all that is in it."""

    def credentials(self, app_id: str) -> Iterator[Credential]:
        """Return an application's secret keys."""

    def create_credential(self, app_id: str, name: str) -> Credential:
        """Create a secret key; it is in the answer, and perhaps nowhere else ever again."""

    def update_credential(
        self,
        app_id: str,
        credential_id: str,
        *,
        name: str | None = None,
        active: bool | None = None,
    ) -> None:
        """Change a secret key; None leaves a thing as it is."""

    def delete_credential(self, app_id: str, credential_id: str) -> None:
        """Delete a secret key: nothing can be called with it from then on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationChange:
    """What a destination is to be; None leaves a thing as it is."""

    name: str | None = None
    email: str | None = None
    notes: str | None = None
    tags: tuple[str, ...] | None = None


class Destinations(Protocol):
    """The destinations of an application: the places that dispatches go to."""

    @property
    def tags(self) -> Tags:
        """Their tags."""

    def list(self, query: DestinationQuery) -> Iterator[Destination]:
        """Return the destinations that a query wants."""

    def get(self, destination_id: str) -> Destination:
        """Return one destination."""

    def create(self, destination_id: str | None, wanted: DestinationChange) -> str:
        """Create a destination and return its ID: the one given, or one of the service's."""

    def update(self, destination_id: str, change: DestinationChange) -> None:
        """Change a destination."""

    def delete(self, destination_id: str) -> None:
        """Delete a destination with its dispatches."""

    def change_dispatches(self, destination_id: str, change: "DispatchChange") -> None:
        """Change all dispatches to a destination."""

    def registration_count(self, destination_id: str) -> int:
        """Return how many registrations were made through its dispatches."""

    def reset_registration_count(self, destination_id: str) -> None:
        """Set that count back to nought."""

    def hash_user_info(self, destination_id: str, enabled: bool) -> None:
        """Have its dispatches hide who learns, or show it."""

    def tool_configuration(self, destination_id: str) -> Mapping[str, str]:
        """Return what a platform needs to add it as an LTI 1.3 tool."""

    def download(
        self, destination_id: str, sink: BinaryIO, on_progress: Progress | None = None
    ) -> str | None:
        """Write the packages of its dispatches to a file, as a zip of zips."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchChange:
    """What a dispatch is to be; None leaves a thing as it is.

    Attributes:
        enabled: whether it can be launched.
        allow_new_registrations: whether learners it does not know yet may launch it.
        instanced: whether a launch after the course changed begins a new instance.
        registration_cap: how many learners may take it; 0 for any number.
        expiration_date: ISO 8601; when it ends.
        email: whom to write to about it.
        notes: anything.
        postback: where results go.
    """

    enabled: bool | None = None
    allow_new_registrations: bool | None = None
    instanced: bool | None = None
    registration_cap: int | None = None
    expiration_date: str | None = None
    email: str | None = None
    notes: str | None = None
    postback: Postback | None = None


class Dispatches(Protocol):
    """The dispatches of an application: courses, lent to destinations."""

    @property
    def tags(self) -> Tags:
        """Their tags."""

    def list(self, query: DispatchQuery) -> Iterator[Dispatch]:
        """Return the dispatches that a query wants."""

    def get(self, dispatch_id: str) -> Dispatch:
        """Return one dispatch."""

    def create(
        self,
        dispatch_id: str | None,
        destination_id: str,
        course_id: str,
        wanted: DispatchChange,
        tags: Sequence[str],
    ) -> str:
        """Create a dispatch and return its ID: the one given, or one of the service's."""

    def update(self, dispatch_id: str, change: DispatchChange) -> None:
        """Change a dispatch."""

    def delete(self, dispatch_id: str) -> None:
        """Delete a dispatch."""

    def reset_registration_count(self, dispatch_id: str) -> None:
        """Set the count of its registrations back to nought."""

    def hash_user_info(self, dispatch_id: str, enabled: bool) -> None:
        """Have it hide who learns, or show it."""

    def remove_postback(self, dispatch_id: str) -> None:
        """Post its results nowhere any more."""

    def lti(self, dispatch_id: str) -> Mapping[str, str]:
        """Return what a platform needs to launch it over LTI 1.1 and 1.3."""

    def download(
        self, dispatch_id: str, sink: BinaryIO, on_progress: Progress | None = None
    ) -> str | None:
        """Write its package to a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInvitation:
    """An invitation to make.

    Attributes:
        course_id: what to.
        creator: the e-mail address of who invites.
        addresses: whom it goes to; None makes a public one, a link for anyone.
        subject: of the mail.
        body: of the mail.
        duplicates: what to do for who is registered already: ``FAIL``, ``INSTANCE_EXISTING``,
            ``SEND_EXISTING``, ``CREATE_NEW``; the service's default if None.
        registration_cap: how many may join by the link.
        expiration_date: ISO 8601; when it ends.
        tags: its tags.
    """

    course_id: str
    creator: str
    addresses: tuple[str, ...] | None = None
    subject: str | None = None
    body: str | None = None
    duplicates: str | None = None
    registration_cap: int | None = None
    expiration_date: str | None = None
    tags: tuple[str, ...] = ()


class Invitations(Protocol):
    """The invitations of an application."""

    @property
    def tags(self) -> Tags:
        """Their tags."""

    def list(self, query: InvitationQuery) -> Iterator[Invitation]:
        """Return the invitations that a query wants."""

    def get(self, invitation_id: str) -> Invitation:
        """Return one invitation."""

    def create(self, new: NewInvitation) -> str:
        """Make an invitation and return its ID; a private one goes on being sent."""

    def update(
        self,
        invitation_id: str,
        *,
        allow_launch: bool | None = None,
        allow_new_registrations: bool | None = None,
        expiration_date: str | None = None,
    ) -> None:
        """Change an invitation; None leaves a thing as it is."""

    def job(self, invitation_id: str) -> InvitationJob:
        """Say how far the sending of a private invitation is."""

    def invited(self, invitation_id: str, *, report: bool = False) -> Iterator[Invited]:
        """Return who was invited, or joined; `report`: with how far they are."""


class Learners(Protocol):
    """The learners of an application, who exist inside registrations only."""

    @property
    def tags(self) -> Tags:
        """Their tags."""

    def update(
        self,
        learner_id: str,
        *,
        first_name: str | None = None,
        last_name: str | None = None,
        email: str | None = None,
    ) -> None:
        """Change what is known of a learner in all registrations."""

    def delete_information(self, learner_id: str, requester: str) -> None:
        """Delete all that is kept about a learner; `requester` is the address of who asks."""


class Reports(Protocol):
    """What the service says of an account."""

    def account(self) -> Account:
        """Return the account's plan and usage."""

    def reportage_token(self, permission: str, *, admin: bool = False) -> str:
        """Return what logs a browser in to Reportage."""

    def reportage_link(self, token: str, report_url: str) -> str:
        """Return a link to a report of Reportage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class XapiCredentialChange:
    """What an xAPI key pair is to be; None leaves a thing as it is.

    Attributes:
        name: what it is called.
        info: anything.
        secret: the password; the service or scloud makes one up for a new pair.
        enabled: whether it may be used.
        auth: ``BASICAUTH`` or ``OAUTH``.
        permissions: ``DEFAULT``, ``USER``, ``ROOT``, ``READONLY`` or ``WRITEONLY``.
    """

    name: str | None = None
    info: str | None = None
    secret: str | None = None
    enabled: bool | None = None
    auth: str | None = None
    permissions: str | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One end of a statement pipe: a record store, and who may use it."""

    url: str
    user_name: str | None = None
    password: str | None = None


class Xapi(Protocol):
    """The record store's key pairs and statement pipes."""

    def credentials(self, query: ListQuery) -> Iterator[XapiCredential]:
        """Return the key pairs that a query wants."""

    def credential(self, credential_id: str) -> XapiCredential:
        """Return one key pair."""

    def create_credential(self, wanted: XapiCredentialChange) -> XapiCredential:
        """Create a key pair."""

    def update_credential(self, credential_id: str, change: XapiCredentialChange) -> None:
        """Change a key pair."""

    def delete_credential(self, credential_id: str) -> None:
        """Delete a key pair."""

    def pipes(self) -> Iterator[StatementPipe]:
        """Return the statement pipes."""

    def create_pipe(self, source: Endpoint | None, target: Endpoint) -> str:
        """Forward statements from a record store, SCORM Cloud's own if None; return the ID."""

    def delete_pipe(self, pipe_id: str) -> None:
        """Forward them no more."""


class Connectors(Protocol):
    """The content connectors of an application."""

    def list(self) -> Iterator[Connector]:
        """Return the connectors."""

    def create(self, kind: str, configuration: Mapping[str, object], enabled: bool) -> str:
        """Create a connector and return its ID."""

    def update(
        self,
        connector_id: str,
        *,
        configuration: Mapping[str, object] | None = None,
        enabled: bool | None = None,
    ) -> None:
        """Change a connector; None leaves a thing as it is."""

    def delete(self, connector_id: str) -> None:
        """Delete a connector."""
