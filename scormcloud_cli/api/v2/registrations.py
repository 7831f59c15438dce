"""Registrations over v2; what each method does stands in ``api/registrations.py``."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from scormcloud_cli.api.models import known
from scormcloud_cli.api.postbacks import Postback
from scormcloud_cli.api.queries import Span
from scormcloud_cli.api.registrations import (
    Detail,
    Launch,
    NewRegistration,
    Registration,
    RegistrationQuery,
)
from scormcloud_cli.api.v2.client import Client
from scormcloud_cli.api.v2.configuration import Configuration, setting_items
from scormcloud_cli.api.v2.tags import Tags
from scormcloud_cli.api.v2.values import list_values, span_values


class Registrations:
    """The registrations of an application, over v2."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.tags = Tags(client, "Registration", "registrationId")

    def configuration(self, instance: int | None = None) -> Configuration:
        noun = f"Registration{_instance(instance)}"
        return Configuration(self._client, noun, lambda owner: _named(owner, instance))

    def list(self, query: RegistrationQuery) -> Iterator[Registration]:
        values = {
            **list_values(query),
            "courseId": query.course_id,
            "learnerId": query.learner_id,
            **_detail_values(query.detail or Detail()),
        }
        records = self._client.items("GetRegistrations", "registrations", values, query)
        return map(Registration.from_record, records)

    def get(
        self, registration_id: str, detail: Detail, instance: int | None = None
    ) -> Registration:
        name = f"GetRegistration{_instance(instance)}Progress"
        values = {**_named(registration_id, instance), **_detail_values(detail)}
        return Registration.from_record(self._client.call(name, values))

    def instances(self, registration_id: str) -> Iterator[Registration]:
        answer = self._client.call("GetRegistrationInstances", {"registrationId": registration_id})
        return map(Registration.from_record, answer["registrations"])

    def new_instance(self, registration_id: str) -> None:
        self._client.call("CreateNewRegistrationInstance", {"registrationId": registration_id})

    def statements(
        self, registration_id: str, span: Span, *, instance: int | None = None
    ) -> Iterator[Mapping[str, Any]]:
        name = f"GetRegistration{_instance(instance)}Statements"
        values = {**_named(registration_id, instance), **span_values(span)}
        return self._client.items(name, "statements", values, span)

    def exists(self, registration_id: str) -> bool:
        return self._client.finds("GetRegistration", {"registrationId": registration_id})

    def create(self, new: NewRegistration) -> None:
        values: dict[str, object] = {
            "courseVersion": new.course_version,
            "courseId": new.course_id,
            "registrationId": new.id,
            "learner": known(
                id=new.learner_id, email=new.email, firstName=new.first_name, lastName=new.last_name
            ),
            "registrationTags": list(new.tags) or None,
            "xapiRegistrationId": new.xapi_registration_id,
        }
        if new.state is not None:
            values["initialRegistrationState"] = new.state.to_record()
        if new.settings:
            values["initialSettings"] = {"settings": setting_items(new.settings)}
        if new.postback:
            values["postBack"] = new.postback.to_record()
        self._client.call("CreateRegistration", values)

    def delete(self, registration_id: str, instance: int | None = None) -> None:
        name = f"DeleteRegistration{_instance(instance)}"
        self._client.call(name, _named(registration_id, instance))

    def launch(self, registration_id: str, *, redirect: str, expires: int | None) -> str:
        answer = self._client.call(
            "BuildRegistrationLaunchLink",
            {"registrationId": registration_id, "redirectOnExitUrl": redirect, "expiry": expires},
        )
        return str(answer["launchLink"])

    def history(
        self, registration_id: str, instance: int | None = None, *, log: bool = False
    ) -> Iterator[Launch]:
        name = f"GetRegistration{_instance(instance)}LaunchHistory"
        values = {**_named(registration_id, instance), "includeHistoryLog": log or None}
        for record in self._client.call(name, values).get("launchHistory", ()):
            yield Launch.from_record({**record, "historyLog": _log(record.get("historyLog"))})

    def reset(self, registration_id: str) -> None:
        self._client.call("DeleteRegistrationProgress", {"registrationId": registration_id})

    def reset_global_data(self, registration_id: str) -> None:
        self._client.call("DeleteRegistrationGlobalData", {"registrationId": registration_id})

    def test_postback(self, postback: Postback) -> None:
        self._client.call("TestRegistrationPostback", postback.to_record())


def _log(text: Any) -> Any:
    """Return what happened in a launch, as a list where the text can be read as one."""
    try:
        lines = json.loads(text) if isinstance(text, str) else None
    except ValueError:
        return text
    return lines if isinstance(lines, list) else text


def _instance(instance: int | None) -> str:
    """Return the word that the names of operations on one instance contain."""
    return "" if instance is None else "Instance"


def _named(registration_id: str, instance: int | None) -> dict[str, object]:
    return {"registrationId": registration_id, "instanceId": instance}


def _detail_values(detail: Detail) -> dict[str, object]:
    return {
        "includeChildResults": detail.children or None,
        "includeInteractionsAndObjectives": detail.interactions or None,
        "includeRuntime": detail.runtime or None,
    }
