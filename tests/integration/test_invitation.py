"""``scloud invitation``, ``learner`` and ``report`` as users run them, over both APIs."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from scormcloud_cli.api.cloud import Cloud
from scormcloud_cli.api.invitations import NewInvitation
from tests.support.results import Run

FROM = ("--from", "boss@example.org")


@pytest.fixture
def private(cloud_over: Cloud, golf: str) -> str:
    """The ID of an invitation of Bob to `golf`."""
    return cloud_over.invitations.create(
        NewInvitation(
            course_id=golf,
            creator="boss@example.org",
            addresses=("bob@example.org",),
            subject="Golf",
        )
    )


@pytest.fixture
def public(cloud_over: Cloud, golf: str) -> str:
    """The ID of a public invitation to `golf`."""
    return cloud_over.invitations.create(NewInvitation(course_id=golf, creator="boss@example.org"))


def test_a_private_invitation_registers_whom_it_goes_to(over: Run, private: str, golf: str) -> None:
    [bob] = over("invitation", "invited", private, "--report").json
    assert (bob["email"], bob["isStarted"]) == ("bob@example.org", False)
    assert bob["registrationReport"]["complete"] == "UNKNOWN"
    shown = over("registration", "show", bob["registrationId"]).json
    assert (shown["course"]["id"], shown["learner"]["id"]) == (golf, "bob@example.org")


def test_a_private_invitation_is_shown(over: Run, golf: str) -> None:
    words = ("invitation", "create", "--course", golf, *FROM, "--to", "bob@example.org")
    done = over(*words, "--subject", "Golf", "-o", "ids")
    assert done.code == 0, done.err
    shown = over("invitation", "show", done.out.strip()).json
    assert (shown["courseId"], shown["isPublic"], shown["allowLaunch"]) == (golf, False, True)
    assert shown["invitationEmail"]["subject"] == "Golf"


def test_a_public_invitation_has_a_link(over: Run, golf: str) -> None:
    done = over("invitation", "create", "--course", golf, *FROM, "--public", "-o", "ids")
    assert done.code == 0, done.err
    public = done.out.strip()
    shown = over("invitation", "show", public).json
    assert shown["isPublic"] is True
    assert shown["url"].startswith("http")
    assert over("invitation", "invited", public).json == []


def test_invitations_are_listed_by_course_and_kind(
    over: Run, private: str, public: str, golf: str
) -> None:
    words = ("invitation", "list", "--course", golf, "-o", "ids")
    assert set(over(*words).out.split()) == {private, public}
    assert over(*words, "--public").out.split() == [public]
    assert over(*words, "--private").out.split() == [private]


def test_addresses_are_read_from_a_pipe_and_bad_ones_told(over: Run, golf: str) -> None:
    words = ("invitation", "create", "--course", golf, *FROM, "--to", "-")
    done = over(*words, typed="ann@example.org\nnobody\n")
    assert done.code == 0
    assert "nobody: not an e-mail address" in done.err
    assert over("invitation", "job", done.json["id"]).json["errors"] == [
        "nobody: not an e-mail address"
    ]


def test_an_invitation_is_closed(over: Run, private: str) -> None:
    changed = over("invitation", "update", private, "--no-launch").json
    assert changed["allowLaunch"] is False


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--public", "--to", "bob@example.org"),
        ("--public", "--subject", "Golf"),
        ("--to", "bob@example.org", "--cap", "5"),
    ],
)
def test_options_that_exclude_each_other(scloud: Run, words: tuple[str, ...]) -> None:
    assert scloud("invitation", "create", "--course", "golf", *FROM, *words).code == 2


def test_who_is_registered_already_can_be_left_alone(scloud: Run, golf: str) -> None:
    words = ("invitation", "create", "--course", golf, *FROM, "--to", "eve@example.org")
    assert scloud(*words).code == 0
    assert "registered for the course already" in scloud(*words, "--duplicates", "fail").err


def test_tags_of_an_invitation_are_v2s(scloud: Run, private: str) -> None:
    assert scloud("invitation", "tag", "add", private, "a", "--api", "v2").json["tags"] == ["a"]
    refused = scloud("invitation", "tag", "add", private, "a", "--api", "v1")
    assert refused.error["code"] == "unsupported_by_api"


def test_an_unknown_invitation_is_not_found(over: Run) -> None:
    assert over("invitation", "show", "nothing").error["code"] == "invitation_not_found"


def test_invitations_are_a_table_on_a_terminal(
    scloud_on_terminal: Run, public: str, golf: str
) -> None:
    lines = scloud_on_terminal("invitation", "list", "--course", golf).text.splitlines()
    assert lines[1].startswith(public)


def test_a_learner_is_renamed_everywhere(over: Run, ann: str) -> None:
    done = over("learner", "update", "ann@example.org", "--last-name", "Smith")
    assert done.json["status"] == "updated"
    learner = over("registration", "show", ann).json["learner"]
    assert (learner["firstName"], learner["lastName"]) == ("Ann", "Smith")


def test_tags_of_a_learner(over: Run, ann: str, new_id: Callable[[str], str]) -> None:
    tag = new_id("team")
    assert tag in over("learner", "tag", "add", "ann@example.org", tag).json["tags"]


def test_all_that_is_kept_about_a_learner_is_deleted(
    scloud: Run, golf: str, new_id: Callable[[str], str]
) -> None:
    who, name = new_id("carl"), new_id("r")
    scloud("registration", "create", "--course", golf, "--learner", who, "--id", name)
    words = ("learner", "delete-information", who, "--requester", "privacy@example.org")
    plan = scloud(*words, "--dry-run")
    assert "1 registrations" in plan.err
    assert scloud("registration", "exists", name).code == 0
    assert scloud(*words).code == 10
    assert scloud(*words, "--yes").json["registrations"] == 1
    assert scloud("registration", "exists", name).code == 3


def test_the_account_report_counts(over: Run, ann: str) -> None:
    usage = over("report", "account").json["usage"]
    assert usage["totalRegistrations"] >= 1
    assert usage["totalCourses"] >= 1


def test_both_apis_report_the_account_alike(scloud: Run, ann: str) -> None:
    both = [scloud("report", "account", "--api", api).json for api in ("v1", "v2")]
    for each in both:
        each["createDate"] = each["createDate"][:19]
    assert both[0] == both[1]


def test_reportage_is_switched_off_on_one_machine(over: Run) -> None:
    done = over("report", "reportage-token")
    assert done.code == 1
    assert "Reportage is switched off" in done.error["message"]


def test_the_account_report_says_usage_against_the_limit(scloud_on_terminal: Run) -> None:
    assert "of 10 registrations used since" in scloud_on_terminal("report", "account").text


def test_an_export_holds_the_packages_and_is_v1s(scloud: Run, golf: str, tmp_path: Path) -> None:
    export, v1 = ("report", "export"), ("--api", "v1")
    made = scloud(*export, "start", "--wait", *v1).json
    assert (made["status"], made["percentComplete"]) == ("complete", 100)
    assert made["id"] in [each["id"] for each in scloud(*export, "list", *v1).json]
    assert scloud(*export, "show", made["id"], *v1).json == made
    assert scloud(*export, "download", made["id"], "-O", "all.zip", *v1).code == 0
    with zipfile.ZipFile(tmp_path / "all.zip") as found:
        courses = {each["id"] for each in json.loads(found.read("courses.json"))}
        assert golf in courses
        files = [each["file"] for each in json.loads(found.read("versions.json"))]
        assert {f"packages/{file}" for file in files} <= set(found.namelist())
    assert scloud(*export, "cancel", made["id"], "--yes", *v1).code == 0
    assert scloud(*export, "show", "nothing", *v1).code == 3
    assert scloud(*export, "list", "--api", "v2").error["code"] == "unsupported_by_api"
