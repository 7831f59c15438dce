"""What an account may have (docs/service/v2.md, Limits)."""

import os
from typing import Any

import pytest

from scormcloud_cli.emulator import account, registrations
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import APP_ID, TRIAL, Emulator
from tests.unit.emulator.conftest import SAMPLES, add_course, ended, register
from tests.unit.emulator.v1.conftest import call

__all__ = ["call"]  # the fixture of v1


@pytest.fixture
def trial(emulator: Emulator) -> Emulator:
    """The emulator with the account of a trial."""
    emulator.plan = TRIAL
    return emulator


def fill(emulator: Emulator) -> None:
    """Register as many learners as a trial may have."""
    add_course(emulator)
    for number in range(10):
        register(emulator, f"ann-{number}")


def upload(client: Any, course_id: str) -> Any:
    with (SAMPLES / "scorm12.zip").open("rb") as file:
        answer = client.post(
            "courses/importJobs/upload", params={"courseId": course_id}, files={"file": file}
        )
    return ended(client, answer.json()["result"])


def test_the_eleventh_registration_is_refused_over_both_apis(
    client: Any, call: Any, trial: Emulator
) -> None:
    fill(trial)
    message = "The account has reached its limit of 10 active registrations"
    new = {"courseId": "golf", "registrationId": "bob", "learner": {"id": "bob"}}
    answer = client.post("registrations", json=new)
    assert (answer.status_code, answer.json()["message"]) == (400, message)
    values = {"courseid": "golf", "regid": "bob", "learnerid": "bob", "fname": "", "lname": ""}
    (error,) = call("registration.createRegistration", **values)
    assert (error.tag, error.get("code"), error.get("msg")) == ("err", "4", message)


def test_a_registration_that_is_deleted_makes_room(trial: Emulator) -> None:
    fill(trial)
    registrations.delete(trial, APP_ID, "ann-3")
    register(trial, "bob")
    with pytest.raises(Refusal, match="limit of 10"):
        register(trial, "eve")


def test_another_instance_is_no_other_registration(trial: Emulator) -> None:
    fill(trial)
    assert registrations.add_instance(trial, APP_ID, "ann-0") == 1


def test_who_is_invited_beyond_the_limit_is_told_of(client: Any, trial: Emulator) -> None:
    fill(trial)
    new = {"courseId": "golf", "creatingUserEmail": "boss@example.org"}
    mail = {"subject": "Golf", "body": "Join", "addresses": ["bob@example.org"]}
    answer = client.post("invitations/private", json={**new, "invitationEmail": mail})
    status = client.get(f"invitations/private/{answer.json()['id']}/jobStatus").json()
    assert status["errors"] == [
        "bob@example.org: The account has reached its limit of 10 active registrations"
    ]


def test_content_beyond_the_limit_is_refused_over_both_apis(
    client: Any, call: Any, trial: Emulator
) -> None:
    room = 100 * 1024 * 1024
    add_course(trial, "large", size=room - (SAMPLES / "scorm12.zip").stat().st_size)
    assert upload(client, "golf")["status"] == "COMPLETE"
    job = upload(client, "tennis")
    message = "The account's limit of 100 MB of course content would be passed"
    assert (job["status"], job["message"]) == ("ERROR", message)
    assert client.get("courses/tennis").status_code == 404
    told = call("course.getAsyncImportResult", token=job["jobId"])
    assert told.findtext(".//importresult/message") == message


def test_a_file_put_into_a_course_counts_as_well(client: Any, trial: Emulator) -> None:
    add_course(trial)
    add_course(trial, "large", size=100 * 1024 * 1024 - 3000)
    path, form = "courses/golf/asset/upload", {"destination": "."}
    answer = client.post(path, data=form, files={"file": ("new.jpg", os.urandom(50_000))})
    assert answer.status_code == 400
    assert "limit of 100 MB" in answer.json()["message"]
    assert client.request("DELETE", "courses/golf/asset?relativePath=style.css").status_code == 204


def test_a_preview_costs_nothing(client: Any, trial: Emulator) -> None:
    fill(trial)
    answer = client.post("courses/golf/preview", json={"redirectOnExitUrl": "closer"})
    link = answer.json()["launchLink"]
    assert client.get(link, follow_redirects=False).status_code == 302
    registrations.delete(trial, APP_ID, "ann-0")
    register(trial, "bob")


def test_other_accounts_have_no_limits(client: Any, emulator: Emulator) -> None:
    add_course(emulator, "large", size=1024**4)
    fill(emulator)
    register(emulator, "bob")
    assert upload(client, "tennis")["status"] == "COMPLETE"


@pytest.mark.parametrize(
    ("plan", "told"), [("emulator", ("emulator", 10, False)), ("trial", ("trial", 10, True))]
)
def test_an_account_tells_its_plan(
    client: Any, call: Any, emulator: Emulator, plan: str, told: tuple[object, ...]
) -> None:
    emulator.plan = plan
    info = client.get("reporting/accountInfo").json()
    assert (info["accountType"], info["regLimit"], info["strictLimit"]) == told
    over_v1 = call("reporting.getAccountInfo")
    words = [over_v1.findtext(f".//{tag}") for tag in ("accounttype", "reglimit", "strictlimit")]
    assert words == [str(word).lower() for word in told]
    assert account.REGISTRATION_LIMIT == 10
