import pytest

from scormcloud_cli.emulator import access, applications, courses, upload_area
from scormcloud_cli.emulator.applications import KEYS
from scormcloud_cli.emulator.forms import Uploaded
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import APP_ID, MANAGER_ID, Emulator
from tests.unit.emulator.conftest import Clock, add_course, register


def names(emulator: Emulator, order: str) -> list[str]:
    rows = applications.in_order_of(emulator.store.reading(), order)
    return [row["name"] for row in rows]


def test_a_new_application_has_one_active_secret_key(emulator: Emulator) -> None:
    app_id = applications.create(emulator, "Sales")
    (key,) = KEYS.all_of(emulator.store.reading(), app_id)
    assert (key["name"], bool(key["active"])) == ("First Secret Key", True)
    assert access.secrets_of(emulator, app_id) == [key["secret"]]


def test_the_management_application_is_none_of_the_realms(emulator: Emulator) -> None:
    with pytest.raises(Refusal, match="Could not find application"):
        applications.get(emulator.store.reading(), MANAGER_ID)


def test_applications_are_listed_by_when_they_were_changed(
    emulator: Emulator, clock: Clock
) -> None:
    for name in ("First", "Second"):
        clock.forward(seconds=1)
        app_id = applications.create(emulator, name)
    clock.forward(seconds=1)
    applications.update(emulator, APP_ID, name="Here")
    assert names(emulator, "created") == ["Here", "First", "Second"]
    assert names(emulator, "updated") == ["First", "Second", "Here"]
    assert applications.get(emulator.store.reading(), app_id)["courses"] == 0


def test_what_a_change_does_not_name_stays(emulator: Emulator) -> None:
    applications.update(emulator, APP_ID, allow_delete=False)
    row = applications.get(emulator.store.reading(), APP_ID)
    assert (row["name"], row["allow_delete"]) == ("Local", 0)
    assert not applications.allows_deletion(emulator.store.reading(), APP_ID)


def test_deleting_an_application_takes_all_that_is_in_it(emulator: Emulator) -> None:
    add_course(emulator)
    register(emulator)
    token = upload_area.new_token(emulator, APP_ID)
    path = emulator.new_upload()
    path.write_bytes(b"PK")
    upload_area.put(emulator, APP_ID, token, Uploaded(path, "golf.zip"), upload_area.DOMAIN)
    applications.delete(emulator, APP_ID)
    database = emulator.store.reading()
    for table in ("courses", "versions", "registrations", "instances", "learners", "credentials"):
        query = f"SELECT count(*) FROM {table} WHERE app_id = ?"
        assert database.execute(query, (APP_ID,)).fetchone()[0] == 0, table
    assert list(emulator.packages.iterdir()) == []
    assert upload_area.files(emulator, APP_ID, upload_area.DOMAIN) == []


def test_a_key_that_is_switched_off_opens_nothing(emulator: Emulator) -> None:
    app_id = applications.create(emulator, "Sales")
    key_id = KEYS.create(emulator, app_id, applications.new_key("Second"))
    secret = KEYS.get(emulator.store.reading(), app_id, key_id)["secret"]
    assert secret in (access.secrets_of(emulator, app_id) or [])
    KEYS.update(emulator, app_id, key_id, {"active": False})
    assert secret not in (access.secrets_of(emulator, app_id) or [])


def test_a_key_belongs_to_its_application_alone(emulator: Emulator) -> None:
    key_id = KEYS.create(emulator, APP_ID, applications.new_key("Mine"))
    other = applications.create(emulator, "Sales")
    with pytest.raises(Refusal, match="Could not find credential"):
        KEYS.delete(emulator, other, key_id)
    KEYS.delete(emulator, APP_ID, key_id)
    with pytest.raises(Refusal, match="Could not find credential"):
        KEYS.get(emulator.store.reading(), APP_ID, key_id)


@pytest.mark.parametrize("app_id", ["nobody", MANAGER_ID])
def test_nothing_is_changed_where_there_is_no_application(emulator: Emulator, app_id: str) -> None:
    for change in (
        lambda: applications.update(emulator, app_id, name="x"),
        lambda: KEYS.create(emulator, app_id, applications.new_key("x")),
        lambda: applications.delete(emulator, app_id),
    ):
        with pytest.raises(Refusal, match="Could not find application"):
            change()


def test_applications_do_not_see_each_others_courses(emulator: Emulator) -> None:
    add_course(emulator)
    other = applications.create(emulator, "Sales")
    assert not courses.exists(emulator.store.reading(), other, "golf")
