"""Both dialects have what the areas' protocols promise: mypy judges it here, by `Areas`."""

from dataclasses import dataclass, fields

import pytest

from scormcloud_cli.api import V1, V2
from scormcloud_cli.api.applications import Applications
from scormcloud_cli.api.cloud import Cloud
from scormcloud_cli.api.connectors import Connectors
from scormcloud_cli.api.courses import Courses
from scormcloud_cli.api.credentials import Credentials
from scormcloud_cli.api.destinations import Destinations
from scormcloud_cli.api.dispatches import Dispatches
from scormcloud_cli.api.invitations import Invitations
from scormcloud_cli.api.learners import Learners
from scormcloud_cli.api.registrations import Registrations
from scormcloud_cli.api.reports import Reports
from scormcloud_cli.api.v1 import applications as v1_applications
from scormcloud_cli.api.v1 import courses as v1_courses
from scormcloud_cli.api.v1 import destinations as v1_destinations
from scormcloud_cli.api.v1 import dispatches as v1_dispatches
from scormcloud_cli.api.v1 import invitations as v1_invitations
from scormcloud_cli.api.v1 import learners as v1_learners
from scormcloud_cli.api.v1 import registrations as v1_registrations
from scormcloud_cli.api.v1 import reports as v1_reports
from scormcloud_cli.api.v1 import xapi as v1_xapi
from scormcloud_cli.api.v2 import applications as v2_applications
from scormcloud_cli.api.v2 import connectors as v2_connectors
from scormcloud_cli.api.v2 import courses as v2_courses
from scormcloud_cli.api.v2 import destinations as v2_destinations
from scormcloud_cli.api.v2 import dispatches as v2_dispatches
from scormcloud_cli.api.v2 import invitations as v2_invitations
from scormcloud_cli.api.v2 import learners as v2_learners
from scormcloud_cli.api.v2 import registrations as v2_registrations
from scormcloud_cli.api.v2 import reports as v2_reports
from scormcloud_cli.api.v2 import xapi as v2_xapi
from scormcloud_cli.api.xapi import Xapi
from tests.unit.api.answering import Answering


@dataclass
class Areas:
    """An object for each area that both APIs have."""

    applications: Applications
    courses: Courses
    destinations: Destinations
    dispatches: Dispatches
    invitations: Invitations
    learners: Learners
    registrations: Registrations
    reports: Reports
    xapi: Xapi


def over_v1(cloud: Cloud) -> Areas:
    return Areas(
        v1_applications.Applications(cloud.v1),
        v1_courses.Courses(cloud.v1),
        v1_destinations.Destinations(cloud.v1),
        v1_dispatches.Dispatches(cloud.v1),
        v1_invitations.Invitations(cloud.v1),
        v1_learners.Learners(cloud.v1),
        v1_registrations.Registrations(cloud.v1),
        v1_reports.Reports(cloud.v1),
        v1_xapi.Xapi(cloud.v1),
    )


def over_v2(cloud: Cloud) -> Areas:
    return Areas(
        v2_applications.Applications(cloud.v2),
        v2_courses.Courses(cloud.v2),
        v2_destinations.Destinations(cloud.v2),
        v2_dispatches.Dispatches(cloud.v2),
        v2_invitations.Invitations(cloud.v2),
        v2_learners.Learners(cloud.v2),
        v2_registrations.Registrations(cloud.v2),
        v2_reports.Reports(cloud.v2),
        v2_xapi.Xapi(cloud.v2),
    )


def cloud(api: str) -> Cloud:
    return Cloud("https://x", Credentials("app", "secret"), api=api, transport=Answering())


@pytest.mark.parametrize("area", [field.name for field in fields(Areas)])
def test_an_area_speaks_the_api_that_is_asked_for(area: str) -> None:
    for connected, areas in ((cloud(V1), over_v1), (cloud(V2), over_v2)):
        assert type(getattr(connected, area)) is type(getattr(areas(connected), area))


def test_connectors_are_those_of_v2() -> None:
    connected = cloud(V2)
    connectors: Connectors = v2_connectors.Connectors(connected.v2)
    assert type(connected.connectors) is type(connectors)
