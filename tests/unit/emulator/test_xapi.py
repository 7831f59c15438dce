import pytest

from scormcloud_cli.emulator import xapi
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import APP_ID, Emulator
from tests.unit.emulator.conftest import add_course, register


def test_an_application_has_one_callback_at_most(emulator: Emulator) -> None:
    database = emulator.store.reading()
    assert xapi.callback_url(database, APP_ID) is None
    for url in ("https://a", "https://b"):
        xapi.set_callback_url(emulator, APP_ID, url)
    assert xapi.callback_url(database, APP_ID) == "https://b"
    xapi.set_callback_url(emulator, APP_ID, None)
    assert xapi.callback_url(database, APP_ID) is None


def test_there_are_no_statements_of_what_there_is(emulator: Emulator) -> None:
    add_course(emulator)
    register(emulator)
    database = emulator.store.reading()
    assert xapi.statements_of_course(database, APP_ID, "golf", 0) == []
    assert xapi.statements_of_registration(database, APP_ID, "ann", None) == []


def test_statements_of_what_there_is_not_are_refused(emulator: Emulator) -> None:
    database = emulator.store.reading()
    with pytest.raises(Refusal, match="Could not find course"):
        xapi.statements_of_course(database, APP_ID, "golf", None)
    with pytest.raises(Refusal, match="Could not find registration"):
        xapi.statements_of_registration(database, APP_ID, "ann", None)
