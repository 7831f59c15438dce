"""Links that stay, as browsers open them."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.emulator.conftest import Clock

Invite = Callable[..., dict[str, Any]]
Lend = Callable[..., str]
BOB = "bob@example.org"


@pytest.fixture
def invite(client: Any, golf: str) -> Invite:
    """Make a public invitation, or one of Bob; return it."""

    def make(kind: str = "public", **facts: object) -> dict[str, Any]:
        body = {"courseId": golf, "creatingUserEmail": "tutor@example.org", **facts}
        if kind == "private":
            body["invitationEmail"] = {"addresses": [BOB]}
        made = client.post(f"invitations/{kind}", json=body).json()
        return dict(client.get(f"invitations/{kind}/{made['id']}").json())

    return make


def change(client: Any, invitation: dict[str, Any], **facts: object) -> None:
    answer = client.put(f"invitations/public/{invitation['id']}", json=facts)
    assert answer.status_code == 200, answer.text


def join(client: Any, invitation: dict[str, Any], email: str = BOB, **names: str) -> Any:
    fields = {"email": email, **names}
    return client.post(invitation["url"], data=fields, follow_redirects=False)


def invited(client: Any, invitation: dict[str, Any], kind: str = "public") -> list[dict[str, Any]]:
    path = f"invitations/{kind}/{invitation['id']}/userInvitations"
    return list(client.get(path).json()["userInvitations"])


def play(client: Any, opened: Any) -> None:
    """Follow to the page that plays the course."""
    assert opened.status_code == 303, opened.text
    page = client.get(opened.next_request.url)
    assert page.status_code == 200
    assert "/player/" in str(page.url)


def test_a_public_link_asks_who_comes(client: Any, invite: Invite) -> None:
    page = client.get(invite()["url"])
    assert page.status_code == 200
    assert 'name="email"' in page.text


def test_who_joins_is_registered_and_plays(client: Any, invite: Invite) -> None:
    invitation = invite()
    play(client, join(client, invitation, firstName="Bob", lastName="Ray"))
    [bob] = invited(client, invitation)
    assert (bob["email"], bob["isStarted"]) == (BOB, True)
    learner = client.get(f"registrations/{bob['registrationId']}").json()["learner"]
    assert learner == {"id": BOB, "email": BOB, "firstName": "Bob", "lastName": "Ray"}


def test_a_link_may_say_who_comes(client: Any, invite: Invite) -> None:
    invitation = invite()
    query = {"email": BOB}
    play(client, client.get(invitation["url"], params=query, follow_redirects=False))
    assert [bob["email"] for bob in invited(client, invitation)] == [BOB]


def test_who_comes_again_goes_on(client: Any, invite: Invite) -> None:
    invitation = invite()
    for _ in range(2):
        play(client, join(client, invitation))
    [bob] = invited(client, invitation)
    history = client.get(f"registrations/{bob['registrationId']}/launchHistory").json()
    assert len(history["launchHistory"]) == 2


def test_a_private_link_knows_who_comes(client: Any, invite: Invite) -> None:
    invitation = invite("private")
    [bob] = invited(client, invitation, "private")
    play(client, client.get(bob["url"], follow_redirects=False))
    assert invited(client, invitation, "private")[0]["isStarted"] is True


def test_who_joined_has_a_link_of_their_own(client: Any, invite: Invite) -> None:
    invitation = invite()
    join(client, invitation)
    [bob] = invited(client, invitation)
    play(client, client.get(bob["url"], follow_redirects=False))


def test_to_ask_for_the_headers_is_not_to_come(client: Any, invite: Invite) -> None:
    invitation = invite()
    assert client.head(invitation["url"], params={"email": BOB}).status_code == 200
    assert invited(client, invitation) == []


def test_a_cap_lets_in_who_is_in_and_nobody_else(client: Any, invite: Invite) -> None:
    invitation = invite(registrationCap=1)
    play(client, join(client, invitation))
    refused = join(client, invitation, "eve@example.org")
    assert (refused.status_code, "As many as may" in refused.text) == (403, True)
    play(client, join(client, invitation))
    count = {"includeRegistrationCount": "true"}
    shown = client.get(f"invitations/public/{invitation['id']}", params=count).json()
    assert (shown["registrationCap"], shown["registrationCount"]) == (1, 1)


def test_a_closed_invitation_lets_in_who_is_in_and_nobody_else(client: Any, invite: Invite) -> None:
    invitation = invite()
    play(client, join(client, invitation))
    change(client, invitation, allowNewRegistrations=False)
    assert join(client, invitation, "eve@example.org").status_code == 403
    play(client, join(client, invitation))


def test_an_invitation_that_is_switched_off_lets_nobody_in(client: Any, invite: Invite) -> None:
    invitation = invite()
    join(client, invitation)
    change(client, invitation, allowLaunch=False)
    refused = join(client, invitation)
    assert (refused.status_code, "switched off" in refused.text) == (403, True)


def test_an_invitation_expires(client: Any, invite: Invite, clock: Clock) -> None:
    invitation = invite(expirationDate="2026-02-01T00:00:00Z")
    play(client, join(client, invitation))
    clock.forward(days=1)
    refused = join(client, invitation)
    assert (refused.status_code, "expired" in refused.text) == (410, True)


def test_what_is_no_address_or_no_link_is_refused(client: Any, invite: Invite) -> None:
    invitation = invite()
    assert join(client, invitation, "nobody").status_code == 400
    assert client.get(invitation["url"] + "x").status_code == 404


def test_both_apis_tell_who_joined(client: Any, anyone: Any, invite: Invite) -> None:
    invitation = invite(postBack={"url": "https://lms.example.org/", "authType": "FORM"})
    join(client, invitation)
    [bob] = invited(client, invitation)
    settings = client.get(f"registrations/{bob['registrationId']}/configuration").json()
    [url] = [
        item["effectiveValue"]
        for item in settings["settingItems"]
        if item["id"] == "ApiRollupRegistrationPostBackUrl"
    ]
    assert url == "https://lms.example.org/"


@pytest.fixture
def lend(client: Any, golf: str) -> Lend:
    """Dispatch the course to Acme; return the ID of the dispatch."""
    acme = {"destinations": [{"id": "acme", "data": {"name": "Acme"}}]}
    assert client.post("dispatch/destinations", json=acme).status_code == 204

    def make(**facts: object) -> str:
        new = {"destinationId": "acme", "courseId": golf, **facts}
        body = {"dispatches": [{"id": "loan", "data": new}]}
        assert client.post("dispatch/dispatches", json=body).status_code == 204
        return "loan"

    return make


def come(client: Any, loan: str, learner: str = "bob", **query: str) -> Any:
    """Open the link of a dispatch's package as the page in it does."""
    with zipfile.ZipFile(io.BytesIO(client.get(f"dispatch/dispatches/{loan}/zip").content)) as file:
        page = file.read("launch.html").decode()
    link = re.search(r'data-launch="([^"]+)"', page)
    assert link is not None
    query = {"learnerId": learner, "learnerName": "Ray, Bob", **query}
    return client.get(link[1], params=query, follow_redirects=False)


def dispatched(client: Any, loan: str) -> list[dict[str, Any]]:
    rows = client.get("registrations").json()["registrations"]
    return [row for row in rows if row.get("dispatchId") == loan]


def count(client: Any, loan: str) -> int:
    path = f"dispatch/dispatches/{loan}/registrationCount"
    return int(client.get(path).json()["registrationCount"])


def test_who_comes_by_a_dispatch_is_registered_once_and_plays(client: Any, lend: Lend) -> None:
    loan = lend()
    for _ in range(2):
        play(client, come(client, loan))
    [row] = dispatched(client, loan)
    assert row["learner"] == {"id": "bob", "firstName": "Bob", "lastName": "Ray"}
    assert count(client, loan) == 1
    assert client.get(f"dispatch/dispatches/{loan}").json()["registrationCount"] == 1


def test_outside_of_any_lms_everyone_is_somebody_else(client: Any, lend: Lend) -> None:
    loan = lend()
    for _ in range(2):
        play(client, come(client, loan, ""))
    assert len(dispatched(client, loan)) == 2


@pytest.mark.parametrize(
    ("instanced", "is_new", "instance"), [(True, "true", 1), (True, "false", 0), (False, "true", 0)]
)
def test_an_instanced_dispatch_begins_anew_where_the_lms_does(
    client: Any, lend: Lend, instanced: bool, is_new: str, instance: int
) -> None:
    loan = lend(instanced=instanced)
    play(client, come(client, loan, isNew="true"))
    play(client, come(client, loan, isNew=is_new))
    assert [row["instance"] for row in dispatched(client, loan)] == [instance]


def test_a_dispatch_may_make_learners_unrecognizable(client: Any, lend: Lend) -> None:
    loan = lend()
    path = f"dispatch/dispatches/{loan}/hashUserInfo"
    assert client.put(path, json={"enabled": True}).status_code == 204
    for _ in range(2):
        play(client, come(client, loan))
    [row] = dispatched(client, loan)
    assert re.fullmatch("[0-9a-f]{64}", row["learner"]["id"])
    assert list(row["learner"]) == ["id"]


def test_the_cap_of_a_dispatch_counts_until_it_is_set_back(client: Any, lend: Lend) -> None:
    loan = lend(registrationCap=1)
    play(client, come(client, loan))
    refused = come(client, loan, "eve")
    assert (refused.status_code, "As many learners" in refused.text) == (403, True)
    play(client, come(client, loan))
    client.delete(f"dispatch/dispatches/{loan}/registrationCount")
    assert count(client, loan) == 0
    play(client, come(client, loan, "eve"))
    assert count(client, loan) == 1


def test_a_closed_dispatch_lets_in_who_is_in_and_nobody_else(client: Any, lend: Lend) -> None:
    loan = lend()
    play(client, come(client, loan))
    client.put(f"dispatch/dispatches/{loan}", json={"allowNewRegistrations": False})
    assert come(client, loan, "eve").status_code == 403
    play(client, come(client, loan))


def test_a_dispatch_that_is_switched_off_or_expired_lets_nobody_in(
    client: Any, lend: Lend, clock: Clock
) -> None:
    loan = lend(expirationDate="2026-02-01T00:00:00Z")
    play(client, come(client, loan))
    client.put(f"dispatch/dispatches/{loan}/enabled", json={"enabled": False})
    assert "switched off" in come(client, loan).text
    client.put(f"dispatch/dispatches/{loan}/enabled", json={"enabled": True})
    clock.forward(days=1)
    assert come(client, loan).status_code == 410


def test_an_id_that_no_learner_can_have_is_refused(client: Any, lend: Lend, invite: Invite) -> None:
    assert come(client, lend(), "x" * 300).status_code == 400
    assert join(client, invite(), "x" * 300 + "@example.org").status_code == 400


def test_who_was_launched_again_counts_once(client: Any, invite: Invite) -> None:
    invitation = invite("private")
    [bob] = invited(client, invitation, "private")
    play(client, client.get(bob["url"], follow_redirects=False))
    client.post(f"registrations/{bob['registrationId']}/instances")
    play(client, client.get(bob["url"], follow_redirects=False))
    query = {"includeRegistrationCount": "true"}
    shown = client.get(f"invitations/private/{invitation['id']}", params=query).json()
    assert (shown["registrationCount"], shown["launchedRegistrationCount"]) == (1, 1)


def test_registrations_outlive_their_dispatch(client: Any, lend: Lend) -> None:
    loan = lend()
    opened = come(client, loan)
    play(client, opened)
    client.delete(f"dispatch/dispatches/{loan}")
    assert len(dispatched(client, loan)) == 1
    link = opened.request.url
    assert client.get(str(link)).status_code == 404
