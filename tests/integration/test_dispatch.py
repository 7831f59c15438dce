"""``scloud destination`` and ``scloud dispatch`` as users run them, over both APIs."""

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from scormcloud_cli.api.cloud import Cloud
from scormcloud_cli.api.destinations import DestinationChange
from scormcloud_cli.api.dispatches import DispatchChange
from tests.support.results import Run


@pytest.fixture
def acme(cloud_over: Cloud, new_id: Callable[[str], str]) -> str:
    """The ID of a destination."""
    change = DestinationChange(name=new_id("Acme"), tags=("emea",))
    return cloud_over.destinations.create(None, change)


@pytest.fixture
def loan(cloud_over: Cloud, acme: str, golf: str) -> str:
    """The ID of a dispatch of `golf` to `acme`."""
    change = DispatchChange(registration_cap=5)
    return cloud_over.dispatches.create(None, acme, golf, change, ["new"])


def test_a_destination_is_shown_as_it_was_made(over: Run) -> None:
    done = over("destination", "create", "Acme", "--tag", "emea", "-o", "ids")
    assert done.code == 0, done.err
    acme = done.out.strip()
    shown = over("destination", "show", acme).json
    assert (shown["id"], shown["name"], shown["tags"]) == (acme, "Acme", ["emea"])


def test_a_destination_is_renamed_and_keeps_its_tags(over: Run, acme: str) -> None:
    changed = over("destination", "update", acme, "--name", "Acme & Co").json
    assert (changed["name"], changed["tags"]) == ("Acme & Co", ["emea"])


def test_destinations_are_listed_by_tag(over: Run, acme: str) -> None:
    over("destination", "tag", "add", acme, acme)  # a tag that no other has
    assert over("destination", "list", "--tag", acme, "-o", "ids").out == acme + "\n"


def test_tags_of_a_destination_are_set_and_removed(over: Run, acme: str) -> None:
    assert over("destination", "tag", "set", acme, "a", "b").json["tags"] == ["a", "b"]
    assert over("destination", "tag", "remove", acme, "a").json["tags"] == ["b"]


def test_a_dispatch_is_shown_as_it_was_made(over: Run, acme: str, golf: str) -> None:
    words = ("--destination", acme, "--course", golf, "--cap", "5", "--tag", "new")
    done = over("dispatch", "create", *words, "-o", "ids")
    assert done.code == 0, done.err
    shown = over("dispatch", "show", done.out.strip()).json
    assert (shown["destinationId"], shown["courseId"]) == (acme, golf)
    assert (shown["registrationCap"], shown["tags"], shown["enabled"]) == (5, ["new"], True)


def test_both_apis_show_a_dispatch_alike(scloud: Run, loan: str) -> None:
    fields = "id,destinationId,courseId,created,enabled,instanced,registrationCap,tags"
    words = ("dispatch", "show", loan, "--fields", fields, "--api")
    assert scloud(*words, "v1").json == scloud(*words, "v2").json


def test_a_dispatch_is_changed(over: Run, loan: str) -> None:
    words = ("--cap", "9", "--expires", "2027-01-01", "--closed", "--instanced")
    changed = over("dispatch", "update", loan, *words).json
    assert (changed["registrationCap"], changed["instanced"]) == (9, True)
    assert changed["expirationDate"] == "2027-01-01T00:00:00.000Z"
    assert changed["allowNewRegistrations"] is False


def test_a_change_of_nothing_is_refused(over: Run, loan: str) -> None:
    assert over("dispatch", "update", loan).code == 2


def test_many_are_changed_when_that_is_confirmed(over: Run, acme: str, loan: str) -> None:
    ids = over("dispatch", "list", "--destination", acme, "-o", "ids").out
    done = over("dispatch", "update", "-", "--cap", "7", typed=ids)
    assert done.code == 10
    assert "Change 1 dispatch?" in done.error["message"]
    assert over("dispatch", "update", "-", "--cap", "7", "--yes", typed=ids).code == 0
    assert over("dispatch", "show", loan).json["registrationCap"] == 7


def test_dispatches_are_switched_off_and_on(over: Run, acme: str, loan: str) -> None:
    over("dispatch", "disable", loan)
    disabled = over("dispatch", "list", "--destination", acme, "--disabled", "-o", "ids")
    assert disabled.out == loan + "\n"
    over("destination", "enable", acme)
    assert over("dispatch", "show", loan).json["enabled"] is True


def test_instancing_is_switched_for_a_whole_destination(over: Run, acme: str, loan: str) -> None:
    assert over("destination", "instancing", acme, "on").code == 0
    assert over("dispatch", "show", loan).json["instanced"] is True


def test_registration_counts_are_read_and_set_back(over: Run, acme: str, loan: str) -> None:
    count = ("destination", "registration-count", acme)
    assert over(*count).json["registrationCount"] == 0
    assert over(*count, "--reset").code == 10
    assert over(*count, "--reset", "--yes").code == 0
    assert over("dispatch", "reset-count", loan, "--yes").json["status"] == "reset"


def test_the_package_of_a_dispatch_imports_elsewhere(over: Run, loan: str, tmp_path: Path) -> None:
    saved = over("dispatch", "download", loan, "-O", "loan.zip").json
    assert saved["bytes"] == (tmp_path / "loan.zip").stat().st_size
    assert over("course", "import", "loan.zip", "--id", f"loan-{loan}").json["status"] == "COMPLETE"


def test_the_packages_of_a_destination_are_a_zip_of_zips(
    scloud: Run, api: str, golf: str, tmp_path: Path
) -> None:
    place = scloud("destination", "create", "Two", "-o", "ids").out.strip()
    words = ("dispatch", "create", "--destination", place, "--course", golf)
    assert [scloud(*words).code, scloud(*words).code] == [0, 0]
    assert scloud("destination", "download", place, "-O", "two.zip", "--api", api).code == 0
    with zipfile.ZipFile(tmp_path / "two.zip") as packages:
        assert [name.endswith(".zip") for name in packages.namelist()] == [True, True]


@pytest.mark.parametrize(
    "words",
    [
        "dispatch lti LOAN",
        "dispatch hash-user-info LOAN on",
        "dispatch remove-postback LOAN",
        "destination hash-user-info ACME on",
        "destination lti13 ACME",
    ],
)
def test_what_only_v2_has_is_refused_over_v1(
    scloud: Run, cloud: Cloud, words: str, golf: str
) -> None:
    acme = cloud.destinations.create(None, DestinationChange(name="Acme"))
    loan = cloud.dispatches.create(None, acme, golf, DispatchChange(enabled=True), [])
    arguments = words.replace("LOAN", loan).replace("ACME", acme).split()
    done = scloud(*arguments, "--api", "v1")
    assert (done.code, done.error["code"]) == (1, "unsupported_by_api")
    assert done.error["hint"] == "use --api v2"
    assert scloud(*arguments, "--api", "v2").code == 0


def test_a_dispatch_of_no_course_is_refused(over: Run, acme: str) -> None:
    done = over("dispatch", "create", "--destination", acme, "--course", "nothing")
    assert (done.code, done.error["code"]) == (3, "course_not_found")


def test_deleting_a_destination_takes_its_dispatches(over: Run, acme: str, loan: str) -> None:
    assert over("destination", "delete", acme).code == 10
    assert over("destination", "delete", acme, "--yes").code == 0
    assert over("destination", "show", acme).error["code"] == "destination_not_found"
    assert over("dispatch", "show", loan).error["code"] == "dispatch_not_found"


def test_deleting_what_is_not_there_is_told(over: Run) -> None:
    assert over("dispatch", "delete", "nothing", "--yes").code == 3
    done = over("dispatch", "delete", "-", "--yes", typed="nothing\nnever\n")
    assert (done.code, [each["status"] for each in done.json]) == (9, ["failed", "failed"])


def test_a_course_that_is_lent_says_so(scloud: Run, loan: str, golf: str) -> None:
    assert scloud("course", "show", golf).json["dispatched"] is True


def test_a_dry_run_of_a_change_shows_the_request(scloud: Run, loan: str) -> None:
    plan = scloud("dispatch", "disable", loan, "--dry-run").json
    assert (plan["operation"], plan["body"]) == ("UpdateDispatch", {"enabled": False})
    assert scloud("dispatch", "show", loan).json["enabled"] is True


def test_dispatches_are_a_table_on_a_terminal(scloud_on_terminal: Run, loan: str) -> None:
    lines = scloud_on_terminal("dispatch", "list", "--filter", loan).text.splitlines()
    assert lines[0].split()[:3] == ["ID", "DESTINATION", "COURSE"]
    assert lines[1].startswith(loan)


def test_destinations_are_a_table_on_a_terminal(scloud_on_terminal: Run, acme: str) -> None:
    lines = scloud_on_terminal("destination", "list", "--filter", acme).text.splitlines()
    assert lines[1].startswith(acme)


def test_deleting_asks_on_a_terminal(scloud_on_terminal: Run, loan: str) -> None:
    done = scloud_on_terminal("dispatch", "delete", loan, typed="n\n")
    assert done.code == 10
    assert f"Delete dispatch {loan}?" in done.text


def test_dispatches_that_match_a_filter_are_switched_when_that_is_confirmed(
    over: Run, acme: str, loan: str
) -> None:
    refused = over("dispatch", "disable", "--destination", acme)
    assert (refused.code, refused.error["message"][:19]) == (10, "Disable 1 dispatch?")
    done = over("dispatch", "disable", "--destination", acme, "--yes")
    assert [(each["id"], each["status"]) for each in done.json] == [(loan, "disabled")]
    assert over("dispatch", "show", loan).json["enabled"] is False


def test_dispatches_that_match_a_filter_are_changed_and_deleted(
    over: Run, acme: str, loan: str
) -> None:
    changed = over("dispatch", "update", "--destination", acme, "--cap", "9", "--yes").json
    assert [each["registrationCap"] for each in changed] == [9]
    assert over("dispatch", "delete", "--destination", acme, "--disabled", "--yes").json == []
    assert over("dispatch", "delete", "--destination", acme, "--yes").json[0]["id"] == loan


@pytest.mark.parametrize("words", [(), ("LOAN", "--destination", "x")])
def test_dispatches_are_named_by_id_or_by_filter(
    scloud: Run, loan: str, words: tuple[str, ...]
) -> None:
    named = (loan if word == "LOAN" else word for word in words)
    assert scloud("dispatch", "delete", *named, "--yes").code == 2
    assert scloud("dispatch", "show", loan).code == 0


def test_the_packages_of_several_dispatches_go_into_a_folder(
    over: Run, acme: str, loan: str, tmp_path: Path
) -> None:
    done = over("dispatch", "download", "--destination", acme, "-O", "packages")
    assert [each["file"] for each in done.json] == [f"packages/{loan}.zip"]
    assert zipfile.is_zipfile(tmp_path / "packages" / f"{loan}.zip")
    assert over("dispatch", "download", "--destination", acme, "-O", "-").code == 2


def test_a_platform_is_set_and_stays_when_something_else_is_changed(
    scloud: Run, new_id: Callable[[str], str]
) -> None:
    platform = {
        "clientId": "c",
        "platformIssuerIdentifier": "https://p.example",
        "deploymentId": "1",
        "oidcAuthorizationEndpoint": "https://p.example/authorize",
        "jsonWebKeySetUrl": "https://p.example/keys",
    }
    acme = new_id("acme")
    given = ("--lti13-platform", "-")
    made = scloud("destination", "create", "A", "--id", acme, *given, typed=json.dumps(platform))
    assert made.json["lti13Data"] == platform
    changed = scloud("destination", "update", acme, "--launch-auth", '{"type": "cookies"}').json
    assert (changed["lti13Data"], changed["launchAuth"]) == (platform, {"type": "cookies"})


def test_whether_learners_are_hidden_is_told(scloud: Run, acme: str) -> None:
    hashing = ("destination", "hash-user-info", acme)
    assert scloud(*hashing).json["status"] == "hashing off"
    assert scloud(*hashing, "on").json["status"] == "hashing on"
    assert scloud(*hashing).json["status"] == "hashing on"


@pytest.mark.parametrize(("limit", "pages"), [("3", 1), ("101", 2)])
def test_a_limit_fetches_no_page_that_it_does_not_need(
    scloud: Run,
    service: httpx.Client,
    golf: str,
    new_id: Callable[[str], str],
    api: str,
    limit: str,
    pages: int,
) -> None:
    acme = new_id("acme")
    one = {"id": acme, "data": {"name": "Acme"}}
    assert service.post("/dispatch/destinations", json={"destinations": [one]}).status_code == 204
    data = {"destinationId": acme, "courseId": golf}
    many = [{"id": f"{acme}-{number:03}", "data": data} for number in range(150)]
    assert service.post("/dispatch/dispatches", json={"dispatches": many}).status_code == 204
    done = scloud(
        *("dispatch", "list", "--destination", acme, "--limit", limit, "-o", "ids"),
        *("--api", api, "--debug"),
    )
    assert len(done.out.split()) == int(limit)
    assert len(re.findall(r"GET http\S+(?:getDispatchList|/dispatches)", done.err)) == pages
