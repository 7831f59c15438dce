"""Registrations over v1; what each method does stands in ``api/registrations.py``."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element

from scormcloud_cli.api.errors import NotFound
from scormcloud_cli.api.models import utc
from scormcloud_cli.api.postbacks import Postback
from scormcloud_cli.api.registrations import (
    CourseReference,
    Detail,
    Launch,
    Learner,
    NewRegistration,
    Registration,
    RegistrationQuery,
    Score,
)
from scormcloud_cli.api.v1 import gaps, lists, results
from scormcloud_cli.api.v1.client import Client
from scormcloud_cli.api.v1.elements import (
    attribute,
    integer,
    number,
    text,
    thing,
    time,
    truth,
    whole_number,
)
from scormcloud_cli.api.v1.postbacks import Postbacks, postback_values
from scormcloud_cli.api.v1.tags import Tags

_NAMES = {
    "course_title": "course.title",
    "learner_first_name": "learner.first_name",
    "learner_last_name": "learner.last_name",
}
_FIELDS = lists.Fields(
    filters={"registration_id": "id", **_NAMES},
    orders={**_NAMES, "created": "created_date", "updated": "updated"},
)


class Registrations:
    """The registrations of an application, over v1."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.tags = Tags(client, "Registration", "regid")

    def configuration(self, instance: int | None = None) -> Postbacks:
        if instance is not None:
            gaps.refuse("v1 configures registrations, not their instances")
        return Postbacks(self._client)

    def list(self, query: RegistrationQuery) -> Iterator[Registration]:
        if query.tags or query.filter_by == "tags":
            gaps.refuse("v1's list of registrations carries no tags")
        detail = query.detail or Detail()
        updated = query.datetime_filter == "updated"
        root = self._client.call(
            "rustici.registration.getRegistrationListResults",
            {
                "courseid": query.course_id,
                "learnerid": query.learner_id,
                "after": _just_before(query.since) if updated and query.since else None,
                "until": utc(query.until) if updated and query.until else None,
                "resultsformat": _format(detail),
            },
        )
        elements = root.iterfind(".//registration")
        registrations = (_registration(element, detail) for element in elements)
        return lists.whole(registrations, query, _FIELDS)

    def get(
        self, registration_id: str, detail: Detail, instance: int | None = None
    ) -> Registration:
        element = self._detail(registration_id)
        if instance is not None:
            _leave_instance(element, instance)
        name = "rustici.registration.getRegistrationResult"
        values = {"regid": registration_id, "instanceid": instance}
        root = self._client.call(name, {**values, "resultsformat": "course"})
        registration = _registration(element, Detail(), root.find("registrationreport"))
        # Of the two reports with activities only this one says of them what v2 says at any level.
        root = self._client.call(name, {**values, "resultsformat": "full"})
        more = root.find("registrationreport/activity")
        return replace(
            registration,
            tags=tuple(self.tags.get(registration_id)),
            activity_details=None if more is None else results.activity(more, detail),
        )

    def instances(self, registration_id: str) -> Iterator[Registration]:
        element = self._detail(registration_id)
        instances = element.findall("instances/instance")
        for instance in sorted(instances, key=lambda one: integer(one, "instanceId") or 0):
            yield Registration(
                id=registration_id,
                instance=integer(instance, "instanceId"),
                course=CourseReference(
                    id=element.get("courseid", ""), version=integer(instance, "courseVersion")
                ),
                updated=time(instance, "updateDate"),
            )

    def new_instance(self, registration_id: str) -> None:
        self._client.call("rustici.registration.createNewInstance", {"regid": registration_id})

    statements = gaps.refusing("v1 gives no statements")

    def exists(self, registration_id: str) -> bool:
        root = self._client.call("rustici.registration.exists", {"regid": registration_id})
        return truth(root, "result")

    def create(self, new: NewRegistration) -> None:
        if new.state is not None or new.settings or new.xapi_registration_id is not None:
            gaps.refuse("v1 creates no registration with a result, settings or an xAPI ID")
        self._client.call(
            "rustici.registration.createRegistration",
            {
                "courseid": new.course_id,
                "regid": new.id,
                # v1 wants both names, v2 neither: one shape takes what v2 takes.
                "fname": new.first_name or "",
                "lname": new.last_name or "",
                "learnerid": new.learner_id,
                "email": new.email,
                "versionid": new.course_version,
                "registrationTags": list(new.tags) or None,
                **(postback_values(new.postback) if new.postback else {}),
            },
        )

    def delete(self, registration_id: str, instance: int | None = None) -> None:
        self._client.call(
            "rustici.registration.deleteRegistration",
            {"regid": registration_id, "instanceid": instance},
        )

    def launch(self, registration_id: str, *, redirect: str, expires: int | None) -> str:
        if expires is not None:
            gaps.refuse("a launch link of v1 is good for 15 minutes, no more and no less")
        if not self.exists(registration_id):
            # A signed link is made without asking; one to nothing helps nobody.
            raise NotFound(
                f"Could not find registration [{registration_id}]",
                code="registration_not_found",
                operation="rustici.registration.launch",
            )
        return self._client.url(
            "rustici.registration.launch", {"regid": registration_id, "redirecturl": redirect}
        )

    def history(
        self, registration_id: str, instance: int | None = None, *, log: bool = False
    ) -> Iterator[Launch]:
        if instance is not None:
            gaps.refuse("v1 tells the launches of a registration, not of its instances")
        root = self._client.call(
            "rustici.registration.getLaunchHistory", {"regid": registration_id}
        )
        launches = map(_launch, root.iterfind(".//launch"))
        return map(self._with_log, launches) if log else launches

    def reset(self, registration_id: str) -> None:
        self._client.call("rustici.registration.resetRegistration", {"regid": registration_id})

    def reset_global_data(self, registration_id: str) -> None:
        self._client.call("rustici.registration.resetGlobalObjectives", {"regid": registration_id})

    def test_postback(self, postback: Postback) -> None:
        values = postback_values(postback)
        self._client.call("rustici.registration.testRegistrationPostUrl", values)

    def _with_log(self, launch: Launch) -> Launch:
        root = self._client.call("rustici.registration.getLaunchInfo", {"launchid": launch.id})
        return replace(launch, history_log=tuple(map(_event, root.iterfind(".//RuntimeEvent"))))

    def _detail(self, registration_id: str) -> Element:
        root = self._client.call(
            "rustici.registration.getRegistrationDetail", {"regid": registration_id}
        )
        return thing(root, "registration", "registration", registration_id)


def _leave_instance(element: Element, instance: int) -> None:
    """Take all instances but one from a ``registration`` element.

    Raises:
        NotFound: there is no such instance.
    """
    parent = element.find("instances")
    kept = [] if parent is None else [e for e in parent if integer(e, "instanceId") == instance]
    if parent is None or not kept:
        raise NotFound(
            f"registration [{element.get('id')}] has no instance {instance}",
            code="registration_not_found",
        )
    parent[:] = kept


def _format(detail: Detail) -> str:
    """Return how much to ask of each registration in a list: all of them come in one answer."""
    # Only `full` says of activities what v2 says, and with it comes the suspend data of all.
    return "full" if detail.children or detail.interactions or detail.runtime else "course"


def _registration(element: Element, detail: Detail, report: Element | None = None) -> Registration:
    """Read a ``registration`` element, with the report that stands in it or beside it."""
    instances = element.findall("instances/instance")
    newest = instances[-1] if instances else None
    if report is None:
        report = element.find("registrationreport")
    launched = integer(element, "lastCourseVersionLaunched")
    version = integer(newest, "courseVersion") if newest is not None else launched
    instance = integer(newest, "instanceId") if newest is not None else None
    result: dict[str, object] = {}
    if report is not None:
        if instance is None:
            instance = whole_number(report.get("instanceid"))
        root = report.find("activity")
        result = results.overall(report) if root is None else results.whole(root, detail)
    return Registration(
        id=attribute(element, "id"),
        instance=instance,
        course=CourseReference(
            id=element.get("courseid", ""), title=text(element, "courseTitle"), version=version
        ),
        learner=Learner(
            id=text(element, "learnerId") or "",
            email=text(element, "email"),
            first_name=text(element, "learnerFirstName"),
            last_name=text(element, "learnerLastName"),
        ),
        created_date=time(element, "createDate"),
        updated=time(newest, "updateDate") if newest is not None else None,
        first_access_date=time(element, "firstAccessDate"),
        last_access_date=time(element, "lastAccessDate"),
        completed_date=time(element, "completedDate"),
        xapi_registration_id=text(element, "tinCanRegistrationId"),
        **result,  # type: ignore[arg-type]  # attributes of Registration, by name
    )


def _launch(element: Element) -> Launch:
    measure = number(element, "normalized_measure")
    tracked = number(element, "experienced_duration_tracked")
    measured = text(element, "measure_status") == "1" and measure is not None
    return Launch(
        id=attribute(element, "id"),
        completion_status=results.completion(text(element, "completion")),
        success_status=results.success(text(element, "satisfaction")),
        score=Score(scaled=round((measure or 0) * 100, 7)) if measured else None,
        # Counted in hundredths of a second (docs/service/v1.md, Answers about registrations).
        total_seconds_tracked=None if tracked is None else tracked / 100,
        launch_time=time(element, "launch_time"),
        exit_time=time(element, "exit_time"),
        last_runtime_update=time(element, "update_dt"),
    )


def _event(element: Element) -> dict[str, object]:
    """Return what happened in a launch: as v2 has it, or all that the service tells."""
    record: dict[str, object] = dict(element.attrib)
    record["at"] = utc(str(record.pop("timestamp", "")))
    if "itemIdentifier" in record:
        record["activity"] = record.pop("itemIdentifier")
    del record["id"]
    if "function" in record:
        del record["event"]
        record.setdefault("arguments", "[]")
        record.setdefault("changes", "{}")
    for name in ("number", "error", "arguments", "changes"):
        if name in record:
            record[name] = _value(str(record[name]))
    return record


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _just_before(moment: str) -> str:
    """Return the moment one millisecond earlier: v1's ``after`` leaves its own moment out."""
    return utc((datetime.fromisoformat(utc(moment)) - timedelta(milliseconds=1)).isoformat())
