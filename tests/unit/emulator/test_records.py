"""What holds for connectors, xAPI credentials and statement pipes alike."""

import json

import pytest

from scormcloud_cli.emulator.connectors import CONNECTORS
from scormcloud_cli.emulator.records import Records
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import APP_ID, MANAGER_ID, Emulator
from scormcloud_cli.emulator.xapi import CREDENTIALS, PIPES
from tests.unit.emulator.conftest import Clock

CREDENTIAL = {
    "name": "Quiz",
    "secret": "s",
    "enabled": True,
    "auth": "BASICAUTH",
    "permissions": "DEFAULT",
}
KINDS = pytest.mark.parametrize(
    ("records", "facts", "changes"),
    [
        pytest.param(
            CONNECTORS,
            {"type": "S3", "configuration": {"bucket": "b"}, "enabled": True},
            {"enabled": False},
            id="connectors",
        ),
        pytest.param(CREDENTIALS, CREDENTIAL, {"name": "Exam"}, id="credentials"),
        pytest.param(
            PIPES, {"target": {"url": "https://a"}}, {"source": {"url": "https://b"}}, id="pipes"
        ),
    ],
)


def shown(value: object) -> object:
    return json.dumps(value) if isinstance(value, dict) else value


@KINDS
def test_what_is_created_is_there_with_its_columns(
    emulator: Emulator, records: Records, facts: dict[str, object], changes: object
) -> None:
    record_id = records.create(emulator, APP_ID, facts)
    row = records.get(emulator.store.reading(), APP_ID, record_id)
    assert {column: row[column] for column in facts} == {
        column: shown(value) for column, value in facts.items()
    }


@KINDS
def test_a_change_leaves_the_columns_that_it_does_not_name(
    emulator: Emulator, records: Records, facts: dict[str, object], changes: dict[str, object]
) -> None:
    record_id = records.create(emulator, APP_ID, facts)
    records.update(emulator, APP_ID, record_id, changes)
    row = records.get(emulator.store.reading(), APP_ID, record_id)
    expected = {column: shown(value) for column, value in (facts | changes).items()}
    assert {column: row[column] for column in expected} == expected


@KINDS
def test_they_are_listed_the_oldest_first(
    emulator: Emulator, clock: Clock, records: Records, facts: dict[str, object], changes: object
) -> None:
    ids = []
    for _ in range(3):
        ids.append(records.create(emulator, APP_ID, facts))
        clock.forward(seconds=1)
    rows = records.all_of(emulator.store.reading(), APP_ID)
    assert [row["id"] for row in rows] == ids


@KINDS
def test_another_application_has_no_hold_on_them(
    emulator: Emulator, records: Records, facts: dict[str, object], changes: dict[str, object]
) -> None:
    record_id = records.create(emulator, APP_ID, facts)
    missing = rf"Could not find {records.noun} \[{record_id}\]"
    with pytest.raises(Refusal, match=missing):
        records.update(emulator, MANAGER_ID, record_id, changes)
    with pytest.raises(Refusal, match=missing):
        records.delete(emulator, MANAGER_ID, record_id)
    assert len(records.all_of(emulator.store.reading(), APP_ID)) == 1


@KINDS
def test_what_is_deleted_is_gone(
    emulator: Emulator, records: Records, facts: dict[str, object], changes: object
) -> None:
    record_id = records.create(emulator, APP_ID, facts)
    records.delete(emulator, APP_ID, record_id)
    with pytest.raises(Refusal) as refused:
        records.get(emulator.store.reading(), APP_ID, record_id)
    assert refused.value.status == 404


def test_a_credential_tells_when_it_was_changed(emulator: Emulator, clock: Clock) -> None:
    key = CREDENTIALS.create(emulator, APP_ID, CREDENTIAL)
    clock.forward(seconds=1)
    CREDENTIALS.update(emulator, APP_ID, key, {"enabled": False})
    row = CREDENTIALS.get(emulator.store.reading(), APP_ID, key)
    assert row["created"] < row["updated"] == emulator.now()
