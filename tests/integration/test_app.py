"""``scloud app`` as users run it."""

from collections.abc import Callable

import pytest

from tests.support.environs import MANAGER
from tests.support.results import Run


@pytest.fixture
def demo(manager: Run, new_id: Callable[[str], str]) -> str:
    """The ID of an application."""
    done = manager("app", "create", new_id("Demo"))
    assert done.code == 0, done.err
    return str(done.json["id"])


def test_an_application_is_created_listed_and_shown(manager: Run, demo: str) -> None:
    assert demo in manager("app", "list", "-o", "ids").out.split()
    shown = manager("app", "show", demo).json
    assert (shown["id"], shown["name"][:5]) == (demo, "Demo-")


def test_both_apis_list_the_same(scloud: Run, demo: str) -> None:
    lists = [
        scloud("app", "list", "--fields", "id,name,createDate", "--api", api, environ=MANAGER).json
        for api in ("v1", "v2")
    ]
    by_id = [sorted(found, key=lambda each: each["id"]) for found in lists]
    assert by_id[0] == by_id[1]


def test_an_application_is_renamed(manager: Run, demo: str) -> None:
    assert manager("app", "update", demo, "--name", "Other").json["name"] == "Other"


def test_a_change_of_nothing_is_refused(manager: Run, demo: str) -> None:
    assert manager("app", "update", demo).code == 2


def test_a_new_secret_key_is_shown_once_and_works(manager: Run, scloud: Run, demo: str) -> None:
    made = manager("app", "credential", "create", demo, "--name", "CI").json
    pair = {"SCLOUD_APP_ID": demo, "SCLOUD_SECRET_KEY": made["credential"]}
    assert scloud("course", "list", environ=pair).json == []
    listed = manager("app", "credential", "list", demo)
    assert "CI" in {each["name"] for each in listed.json}
    assert made["credential"] not in listed.out


def test_a_new_secret_key_is_masked_in_logs(manager: Run, demo: str) -> None:
    done = manager("app", "credential", "create", demo, "--debug")
    assert done.json["credential"]
    assert done.json["credential"] not in done.err


def test_a_secret_key_that_is_switched_off_works_no_more(
    manager: Run, scloud: Run, demo: str
) -> None:
    made = manager("app", "credential", "create", demo).json
    manager("app", "credential", "update", demo, made["id"], "--inactive")
    pair = {"SCLOUD_APP_ID": demo, "SCLOUD_SECRET_KEY": made["credential"]}
    assert scloud("course", "list", environ=pair).code == 4


def test_a_secret_key_is_deleted_when_that_is_confirmed(manager: Run, demo: str) -> None:
    made = manager("app", "credential", "create", demo).json
    assert manager("app", "credential", "delete", demo, made["id"]).code == 10
    assert manager("app", "credential", "delete", demo, made["id"], "--yes").code == 0
    ids = {each["id"] for each in manager("app", "credential", "list", demo).json}
    assert made["id"] not in ids


def test_an_unknown_application_is_not_found(manager: Run) -> None:
    assert manager("app", "show", "nothing").code == 3


def test_without_management_credentials_the_way_on_is_named(scloud: Run) -> None:
    done = scloud("app", "list")
    assert (done.code, done.error["code"]) == (4, "no_management_credentials")
    assert "SCLOUD_MANAGEMENT_APP_ID" in done.error["hint"]
    assert "auth login --management" in done.error["hint"]


def test_applications_are_deleted_over_v2(scloud: Run, new_id: Callable[[str], str]) -> None:
    made = scloud("app", "create", new_id("Old"), environ=MANAGER).json["id"]
    refused = scloud("app", "delete", made, "--yes", "--api", "v1", environ=MANAGER)
    assert (refused.code, refused.error["code"]) == (1, "unsupported_by_api")
    assert refused.error["hint"] == "use --api v2"
    assert scloud("app", "delete", "-", "--yes", typed=made + "\n", environ=MANAGER).code == 0
    assert scloud("app", "show", made, environ=MANAGER).code == 3


def test_settings_of_one_standard_reach_its_courses(scloud: Run, golf: str) -> None:
    name = "PlayerScoLaunchType"
    scloud("app", "config", "set", "--standard", "SCORM12", f"{name}=FRAMESET")
    try:
        [found] = scloud("course", "config", "get", golf, name).json
        assert found["effectiveValue"] == "FRAMESET"
        assert found["effectiveValueSource"] == "learningStandardForApplication"
        [found] = scloud("app", "config", "get", name).json
        assert found["effectiveValueSource"] == "default"
    finally:
        assert scloud("app", "config", "unset", "--standard", "SCORM12", name).code == 0


def test_applications_are_a_table_on_a_terminal(scloud_on_terminal: Run) -> None:
    lines = scloud_on_terminal("app", "list", environ=MANAGER).text.splitlines()
    assert lines[0].split()[:2] == ["ID", "NAME"]
    assert any(line.startswith("local ") for line in lines)


def test_deleting_asks_on_a_terminal(scloud_on_terminal: Run) -> None:
    done = scloud_on_terminal("app", "delete", "local", typed="n\n", environ=MANAGER)
    assert done.code == 10
    assert "with all courses and registrations?" in done.text
