"""What v1 shows, and is told, in its own words and shapes."""

import pytest

from scormcloud_cli.emulator import configuration, courses, dispatches, registrations, tags
from scormcloud_cli.emulator.service import APP_ID, Emulator
from scormcloud_cli.emulator.xapi import CREDENTIALS
from tests.unit.emulator.conftest import Clock, add_course, register
from tests.unit.emulator.v1.conftest import Call


@pytest.fixture(autouse=True)
def _golf(emulator: Emulator) -> None:
    add_course(emulator)


@pytest.mark.parametrize(
    ("standard", "word"), [("SCORM12", "scorm_12"), ("XAPI", "Tin Can"), ("UNKNOWN", None)]
)
def test_a_standard_has_v1s_name(
    call: Call, emulator: Emulator, standard: str, word: str | None
) -> None:
    add_course(emulator, standard=standard)
    root = call("course.getCourseDetail", courseid="golf")
    assert root.findtext("course/learningStandard") == word


def test_courses_are_listed_that_match_the_filter_and_have_all_tags(
    call: Call, emulator: Emulator
) -> None:
    for course_id in ("golf club", "chess"):
        add_course(emulator, course_id)
    with emulator.store.writing() as database:
        tags.add(database, APP_ID, "course", "golf", ["a", "b"])
        tags.add(database, APP_ID, "course", "golf club", ["a"])
    for values, ids in (
        ({"filter": "golf.*"}, ["golf", "golf club"]),
        ({"filter": "golf"}, ["golf"]),
        ({"tags": "a,b"}, ["golf"]),
        ({}, ["chess", "golf", "golf club"]),
    ):
        root = call("course.getCourseList", **values)
        assert [element.get("id") for element in root.iter("course")] == ids


def test_latest_names_the_newest_version_and_instance(call: Call, emulator: Emulator) -> None:
    add_course(emulator)
    register(emulator)
    registrations.add_instance(emulator, APP_ID, "ann")
    call("registration.deleteRegistration", regid="ann", instanceid="latest")
    call("course.deleteCourse", courseid="golf", versionid="latest")
    database = emulator.store.reading()
    assert registrations.get(database, APP_ID, "ann")["instance"] == 0
    assert courses.version(database, APP_ID, "golf") == 0


def test_attributes_that_are_in_effect_already_are_not_set(call: Call, emulator: Emulator) -> None:
    root = call(
        "course.updateAttributes",
        courseid="golf",
        alwaysFlowToFirstSco="true",
        commCommitFrequency="5",
        title="Golf for all",
    )
    told = {element.get("name"): element.get("value") for element in root.iter("attribute")}
    assert told == {"commCommitFrequency": "5", "title": "Golf for all"}
    database = emulator.store.reading()
    settings = configuration.explicit(database, APP_ID, ("course", "golf"))
    assert settings == {"PlayerCommCommitFrequency": "5"}
    assert courses.get(database, APP_ID, "golf")["title"] == "Golf for all"


def test_a_postback_is_set_with_other_names_than_it_is_shown(
    call: Call, emulator: Emulator
) -> None:
    register(emulator)
    values = {"url": "https://a", "name": "ann", "password": "secret", "authtype": "httpbasic"}
    call("registration.updatePostbackInfo", regid="ann", **values)
    info = call("registration.getPostbackInfo", regid="ann").find("postbackinfo")
    assert info is not None
    assert {element.tag: element.text for element in info} == {
        "url": "https://a",
        "authtype": "httpbasic",
        "login": "ann",
        "password": "secret",
        "resultsformat": "course",
    }


def test_a_url_alone_takes_the_credentials_of_a_postback_away(
    call: Call, emulator: Emulator
) -> None:
    register(emulator)
    values = {"url": "https://a", "name": "ann", "password": "secret"}
    call("registration.updatePostbackInfo", regid="ann", **values)
    call("registration.updatePostbackInfo", regid="ann", url="https://b")
    level = ("registration", "ann")
    settings = configuration.explicit(emulator.store.reading(), APP_ID, level)
    assert settings == {
        "ApiRollupRegistrationPostBackUrl": "https://b",
        "ApiRollupRegistrationFormat": "course",
        "ApiRollupRegistrationIsJson": "false",
    }


def test_registrations_are_listed_that_changed_after_a_time(
    call: Call, emulator: Emulator, clock: Clock
) -> None:
    register(emulator, "a")
    clock.forward(seconds=1)
    register(emulator, "b")
    root = call("registration.getRegistrationList", after="2026-01-31T12:00:00Z")
    assert [element.get("id") for element in root.iter("registration")] == ["b"]


def test_a_report_has_v1s_words(call: Call, emulator: Emulator) -> None:
    state = registrations.State(
        completion="COMPLETED", success="FAILED", score=40.0, seconds=90.0, activities={}
    )
    register(emulator, state=state)
    report = call("registration.getRegistrationResult", regid="ann").find("registrationreport")
    assert report is not None
    assert {element.tag: element.text for element in report} == {
        "complete": "complete",
        "success": "failed",
        "totaltime": "90",
        "score": "40",
    }


def test_an_activity_provider_has_v1s_words(call: Call, emulator: Emulator) -> None:
    key = call("lrsaccount.createActivityProvider").findtext("activityProvider/accountKey") or ""
    root = call(
        "lrsaccount.editActivityProvider",
        accountkey=key,
        isactive="false",
        authtype="oauth",
        label="Quiz",
        permissionslevel="READ_ONLY",
    )
    for tag, text in (
        ("accountAuthType", "oauth"),
        ("accountEnabled", "false"),
        ("accountLabel", "Quiz"),
        ("permissionsLevel", "READ_ONLY"),
    ):
        assert root.findtext(f"activityProvider/{tag}") == text
    row = CREDENTIALS.get(emulator.store.reading(), APP_ID, key)
    assert (row["auth"], row["permissions"]) == ("OAUTH", "READONLY")


def test_dispatches_are_changed_by_what_selects_them(call: Call, emulator: Emulator) -> None:
    named = [(name, {"name": name}) for name in ("acme", "other")]
    dispatches.create_destinations(emulator, APP_ID, named)
    facts = {"course_id": "golf", "tags": ["old"]}
    ids = {"one": "acme", "two": "acme", "three": "other"}
    dispatches.create_dispatches(
        emulator,
        APP_ID,
        [(name, {**facts, "destination_id": where}) for name, where in ids.items()],
    )
    call("dispatch.updateDispatches", destinationid="acme", enabled="false", addtags="new")
    root = call("dispatch.getDispatchList", tags="new", page="1")
    assert {element.findtext("id") for element in root.iter("dispatch")} == {"one", "two"}
    assert {element.findtext("enabled") for element in root.iter("dispatch")} == {"false"}
    assert call("dispatch.deleteDispatches").get("stat") == "fail"
