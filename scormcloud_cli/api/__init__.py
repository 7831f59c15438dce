"""The API core: usable from Python, without the command line (docs/python-api.md).

A name that is public here is loaded from its module when it is first asked for: nobody pays for
more than they use.
"""

from typing import TYPE_CHECKING

V1 = "v1"
V2 = "v2"
APIS = (V1, V2)

if TYPE_CHECKING:
    from scormcloud_cli.api.access import Ping as Ping
    from scormcloud_cli.api.access import Token as Token
    from scormcloud_cli.api.applications import Application as Application
    from scormcloud_cli.api.applications import Credential as Credential
    from scormcloud_cli.api.assets import Asset as Asset
    from scormcloud_cli.api.cloud import Cloud as Cloud
    from scormcloud_cli.api.configuration import SettingValue as SettingValue
    from scormcloud_cli.api.connectors import Connector as Connector
    from scormcloud_cli.api.courses import Course as Course
    from scormcloud_cli.api.courses import CourseQuery as CourseQuery
    from scormcloud_cli.api.courses import ImportJob as ImportJob
    from scormcloud_cli.api.courses import Reference as Reference
    from scormcloud_cli.api.credentials import Credentials as Credentials
    from scormcloud_cli.api.destinations import Destination as Destination
    from scormcloud_cli.api.destinations import DestinationChange as DestinationChange
    from scormcloud_cli.api.destinations import DestinationQuery as DestinationQuery
    from scormcloud_cli.api.dispatches import Dispatch as Dispatch
    from scormcloud_cli.api.dispatches import DispatchChange as DispatchChange
    from scormcloud_cli.api.dispatches import DispatchQuery as DispatchQuery
    from scormcloud_cli.api.errors import AuthenticationFailed as AuthenticationFailed
    from scormcloud_cli.api.errors import CloudError as CloudError
    from scormcloud_cli.api.errors import NetworkFailure as NetworkFailure
    from scormcloud_cli.api.errors import NotFound as NotFound
    from scormcloud_cli.api.errors import Planned as Planned
    from scormcloud_cli.api.errors import RateLimited as RateLimited
    from scormcloud_cli.api.errors import ServiceRefused as ServiceRefused
    from scormcloud_cli.api.errors import UnexpectedAnswer as UnexpectedAnswer
    from scormcloud_cli.api.errors import UnsupportedByApi as UnsupportedByApi
    from scormcloud_cli.api.errors import UsageError as UsageError
    from scormcloud_cli.api.invitations import Invitation as Invitation
    from scormcloud_cli.api.invitations import InvitationJob as InvitationJob
    from scormcloud_cli.api.invitations import InvitationQuery as InvitationQuery
    from scormcloud_cli.api.invitations import Invited as Invited
    from scormcloud_cli.api.invitations import NewInvitation as NewInvitation
    from scormcloud_cli.api.messages import Upload as Upload
    from scormcloud_cli.api.models import Model as Model
    from scormcloud_cli.api.pace import Pace as Pace
    from scormcloud_cli.api.postbacks import Postback as Postback
    from scormcloud_cli.api.queries import ListQuery as ListQuery
    from scormcloud_cli.api.queries import Span as Span
    from scormcloud_cli.api.registrations import Detail as Detail
    from scormcloud_cli.api.registrations import Launch as Launch
    from scormcloud_cli.api.registrations import NewRegistration as NewRegistration
    from scormcloud_cli.api.registrations import Registration as Registration
    from scormcloud_cli.api.registrations import RegistrationQuery as RegistrationQuery
    from scormcloud_cli.api.reports import Account as Account
    from scormcloud_cli.api.transport import Transport as Transport
    from scormcloud_cli.api.v1.exports import Export as Export
    from scormcloud_cli.api.xapi import Endpoint as Endpoint
    from scormcloud_cli.api.xapi import StatementPipe as StatementPipe
    from scormcloud_cli.api.xapi import XapiCredential as XapiCredential
    from scormcloud_cli.api.xapi import XapiCredentialChange as XapiCredentialChange
else:
    # The names of each module.
    _NAMES = {
        "access": "Ping Token",
        "applications": "Application Credential",
        "assets": "Asset",
        "cloud": "Cloud",
        "configuration": "SettingValue",
        "connectors": "Connector",
        "courses": "Course CourseQuery ImportJob Reference",
        "credentials": "Credentials",
        "destinations": "Destination DestinationChange DestinationQuery",
        "dispatches": "Dispatch DispatchChange DispatchQuery",
        "errors": "AuthenticationFailed CloudError NetworkFailure NotFound Planned RateLimited "
        "ServiceRefused UnexpectedAnswer UnsupportedByApi UsageError",
        "invitations": "Invitation InvitationJob InvitationQuery Invited NewInvitation",
        "messages": "Upload",
        "models": "Model",
        "pace": "Pace",
        "postbacks": "Postback",
        "queries": "ListQuery Span",
        "registrations": "Detail Launch NewRegistration Registration RegistrationQuery",
        "reports": "Account",
        "transport": "Transport",
        "v1.exports": "Export",
        "xapi": "Endpoint StatementPipe XapiCredential XapiCredentialChange",
    }

    def __getattr__(name: str) -> object:
        from importlib import import_module

        for module, names in _NAMES.items():
            if name in names.split():
                return getattr(import_module(f"{__name__}.{module}"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
