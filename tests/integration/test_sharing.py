"""Courses that learners come to by dispatches and invitations, over both APIs."""

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode

import pytest

from tests.support.emulators import ServedEmulator
from tests.support.playing import PASSED, play
from tests.support.receivers import Receiver
from tests.support.results import Run

Lend = Callable[..., str]
Link = Callable[..., str]
FROM = ("--from", "boss@example.org")


@pytest.fixture
def lms() -> Iterator[Receiver]:
    """Where results are posted to."""
    with Receiver(200) as receiver:
        yield receiver


@pytest.fixture
def lend(over: Run, golf: str) -> Lend:
    """Dispatch the course with options; return the ID of the dispatch."""
    acme = over("destination", "create", "Acme", "-o", "ids").out.strip()

    def create(*options: str) -> str:
        words = ("dispatch", "create", "--destination", acme, "--course", golf)
        done = over(*words, *options, "-o", "ids")
        assert done.code == 0, done.err
        return done.out.strip()

    return create


@pytest.fixture
def link(over: Run, tmp_path: Path) -> Link:
    """Return what the package of a dispatch opens for a learner, Bob if no other is named."""

    def read(loan: str, learner: str = "bob") -> str:
        assert over("dispatch", "download", loan, "-O", "loan.zip", "--force").code == 0
        with zipfile.ZipFile(tmp_path / "loan.zip") as package:
            page = package.read("launch.html").decode()
        address = re.search(r'data-launch="([^"]+)"', page)
        assert address is not None
        return f"{address[1]}?{urlencode({'learnerId': learner, 'learnerName': 'Ray, Bob'})}"

    return read


def of_course(over: Run, golf: str) -> list[Any]:
    rows: list[Any] = over("registration", "list", "--course", golf).json
    return rows


def addresses(over: Run, emulator: ServedEmulator, registration_id: str) -> set[str]:
    """Return where results of a registration have been posted to."""
    rows = over("emulator", "postback", "list", "--data", str(emulator.folder)).json
    return {row["url"] for row in rows if row["registrationId"] == registration_id}


def test_learners_who_come_by_a_dispatch_are_counted(
    over: Run, golf: str, lend: Lend, link: Link
) -> None:
    loan = lend("--cap", "1")
    play(link(loan), *PASSED)
    play(link(loan))
    with pytest.raises(HTTPError, match="403"):
        play(link(loan, "eve"))
    [bob] = of_course(over, golf)
    assert (bob["learner"]["id"], bob["registrationSuccess"]) == ("bob", "PASSED")
    assert over("dispatch", "show", loan).json["registrationCount"] == 1
    assert over("dispatch", "reset-count", loan, "--yes").code == 0
    assert over("dispatch", "show", loan).json["registrationCount"] == 0
    play(link(loan, "eve"))
    [shown] = over("dispatch", "list", "--course", golf).json
    assert shown["registrationCount"] == 1


def test_v1_tells_the_dispatch_of_a_registration(
    scloud: Run, golf: str, lend: Lend, link: Link, ann: str
) -> None:
    loan = lend()
    play(link(loan))
    [bob] = [row for row in of_course(scloud, golf) if row["id"] != ann]
    assert bob["dispatchId"] == loan
    ask = ("raw", "call", "rustici.dispatch.getDispatchInfo", "--api", "v1")
    assert loan in scloud(*ask, f"registrationid={bob['id']}").out
    assert scloud(*ask, f"registrationid={ann}").code == 3
    assert scloud(*ask).code == 1


def test_a_postback_of_a_dispatch_holds_for_those_who_come_by_it(
    over: Run, golf: str, lend: Lend, link: Link, lms: Receiver, emulator: ServedEmulator
) -> None:
    loan = lend("--postback-url", f"{lms.url}/loan")
    play(link(loan), *PASSED)
    lms.wait_for(1)
    [bob] = of_course(over, golf)
    assert bob["id"] in lms.bodies[0]
    assert addresses(over, emulator, bob["id"]) == {f"{lms.url}/loan"}


def test_a_postback_that_a_dispatch_gets_later_holds_for_who_is_in(
    over: Run, golf: str, lend: Lend, link: Link, lms: Receiver
) -> None:
    loan = lend()
    play(link(loan))
    assert over("dispatch", "update", loan, "--postback-url", f"{lms.url}/late").code == 0
    play(link(loan), *PASSED)
    lms.wait_for(1)
    assert of_course(over, golf)[0]["id"] in lms.bodies[0]


@pytest.mark.parametrize("kind", ["public", "private"])
def test_a_postback_of_an_invitation_holds_for_who_is_invited(
    over: Run, golf: str, lms: Receiver, emulator: ServedEmulator, kind: str
) -> None:
    whom = ("--public",) if kind == "public" else ("--to", "bob@example.org")
    options = ("--postback-url", f"{lms.url}/invited", "-o", "ids")
    words = ("invitation", "create", "--course", golf, *FROM, *whom, *options)
    invitation = over(*words).out.strip()
    if kind == "public":
        address = over("invitation", "show", invitation).json["url"]
        address += "?" + urlencode({"email": "bob@example.org"})
    else:
        [bob] = over("invitation", "invited", invitation).json
        address = bob["url"]
    play(address, *PASSED)
    lms.wait_for(1)
    [bob] = over("invitation", "invited", invitation, "--report").json
    assert bob["registrationId"] in lms.bodies[0]
    assert (bob["isStarted"], bob["registrationReport"]["success"]) == (True, "PASSED")
    assert addresses(over, emulator, bob["registrationId"]) == {f"{lms.url}/invited"}
