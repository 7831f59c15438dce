"""Links that stay, as browsers open them."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.emulator.conftest import Clock

Invite = Callable[..., dict[str, Any]]
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
