"""A learner without a browser: plays a launch link as the page of a player does, call by call."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from scormcloud_cli.api.errors import JobFailed, ServiceRefused, UnexpectedAnswer, UsageError
from scormcloud_cli.api.messages import Answer, Request
from scormcloud_cli.workflows.lessons import (
    LEAVE,
    Conduct,
    Spelling,
    Step,
    beginning,
    lesson,
    spelling_of,
)

Send = Callable[[Request], Answer]

_PLAYER = re.compile("/player/[^/]+")
# Content that speaks to a record store is opened as it is, with no page around it.
_CONTENT = "/player/content/"
# Over v1 a launch link is a signed call, which redirects to the link itself.
_REDIRECTS = 3


def learn(send: Send, link: str, conduct: Conduct, script: Sequence[Step] | None = None) -> str:
    """Play a course from its launch link to its exit: every lesson, in order.

    Args:
        send: sends a request and returns its answer.
        link: the launch link, of an emulator.
        conduct: how the learner goes about it.
        script: the calls to make instead.

    Returns:
        ``learned``, or ``reviewed`` where it was launched without credit: nothing counts then.

    Raises:
        UsageError: the course is of no standard that can be played so, or has no such activity.
        JobFailed: a call was answered with an error that was not expected, or what is reported must
            count and does not. What was begun is left and exited all the same.
        CloudError: the emulator said no, or could not be reached.
    """
    page = Page(send, link)
    spelling = spelling_of(page.course["standard"])
    has_credit = page.course["credit"]
    try:
        if conduct.must_count and not has_credit:
            raise JobFailed(
                "it is complete, so it was launched for review without credit: no result counts",
                code="no_credit",
                hint=f"scloud registration new-instance {page.course['registrationId']}, or set "
                "PlayerLaunchCompletedRegsAsNoCredit to false",
            )
        if script is None:
            for activity in page.walk():
                _play(page, activity, spelling, conduct)
        else:
            _perform(page, script)
    finally:
        page.exit()
    return "learned" if has_credit else "reviewed"


def _perform(page: "Page", script: Sequence[Step]) -> None:
    """Make the calls of a script; content is left where it says so, else when its calls end."""
    says_when = any(step.function == LEAVE for step in script)
    for (activity, leaves), steps in groupby(
        script, lambda step: (step.activity or page.course["start"], step.function == LEAVE)
    ):
        if leaves:
            for _ in steps:
                page.leave(activity)
            continue
        page.run(activity, list(steps))
        if not says_when:
            page.leave(activity)


def _play(page: "Page", activity: Mapping[str, Any], spelling: Spelling, conduct: Conduct) -> None:
    """Play an activity; what is neither SCO nor medium makes no calls, and is only looked at."""
    identifier = activity["id"]
    if activity["kind"] == "SCO" or spelling.is_medium:
        *_, interactions, objectives = page.run(identifier, beginning(spelling))
        page.run(
            identifier,
            lesson(spelling, conduct, interactions=int(interactions), objectives=int(objectives)),
        )
    page.leave(identifier)


class Page:
    """The page of a player that a launch link leads to.

    Args:
        send: sends a request and returns its answer.
        link: the launch link.

    Attributes:
        course: what is played, as the player tells it.

    Raises:
        UsageError: the link leads to no player of an emulator, or around it: to cmi5 or xAPI.
    """

    def __init__(self, send: Send, link: str) -> None:
        self._send = send
        self._url = self._opened(link)
        self._counts: dict[str, int] = {}
        self.course = self._ask("GET", "course")

    def _opened(self, link: str) -> str:
        """Return the address of the page that a launch link leads to."""
        url = link
        for _ in range(_REDIRECTS):
            answer = self._send(Request("launch", "GET", url, idempotent=False, writes=True))
            if answer.status not in (302, 303):
                break
            url = urljoin(url, answer.headers.get("location", ""))
            if _PLAYER.fullmatch(urlsplit(url).path):
                return url.partition("?")[0]
            if urlsplit(url).path.startswith(_CONTENT):
                raise UsageError(
                    "a course of cmi5 or xAPI cannot be learned without a browser, only SCORM, "
                    "AICC and media can",
                    code="standard_not_learned",
                    hint="scloud registration launch ID --open",
                )
        raise UsageError(
            f"the launch link leads to no player of an emulator (status {answer.status})",
            code="no_emulator",
            hint="scloud registration launch ID --open, where the course is to be played",
        )

    def walk(self) -> Iterator[Mapping[str, Any]]:
        """Yield the activities in order, each once it waits for no other any more."""
        played: set[str] = set()
        while True:
            for activity in self.course["activities"]:
                if activity["id"] not in played and activity.get("href"):
                    if activity["blocked"]:
                        continue
                    played.add(activity["id"])
                    yield activity
                    break
            else:
                return
            if any(activity["blocked"] for activity in self.course["activities"]):
                self.course = self._ask("GET", "course")

    def run(self, activity: str, steps: Sequence[Step]) -> list[str]:
        """Make calls of an activity, and return their answers.

        Raises:
            JobFailed: one was not answered as expected.
        """
        before = self._counts.get(activity, 0)
        self._counts[activity] = before + len(steps)
        calls = [
            {"n": number, "function": step.function, "arguments": step.arguments}
            for number, step in enumerate(steps, before + 1)
        ]
        answers = self._ask("POST", f"calls/{quote(activity, safe='')}", {"calls": calls})[
            "answers"
        ]
        for step, answer in zip(steps, answers, strict=True):
            code, said = int(answer["code"]), str(answer["answer"])
            if code != step.error or step.answer not in (None, said):
                raise JobFailed(
                    f"{activity}: {step} answered {said!r}"
                    + (f", error {code}: {answer['error']}" if code else "")
                    + (f" {answer['diagnostic']}" if answer.get("diagnostic") else "")
                    + _expected(step, code),
                    code="call_failed",
                )
        return [str(answer["answer"]) for answer in answers]

    def leave(self, activity: str) -> None:
        """Leave the content of an activity."""
        self._ask("POST", f"leave/{quote(activity, safe='')}", {})

    def exit(self) -> None:
        """End the sitting."""
        self._ask("POST", "exit", {})

    def _ask(self, verb: str, path: str, body: object = None) -> Any:
        request = Request(f"player {path}", verb, f"{self._url}/{path}", body=body)
        answer = self._send(request)
        try:
            document = json.loads(answer.body or b"{}")
        except ValueError:
            document = {}
        if answer.status >= 400:
            reason = document.get("error") or f"status {answer.status}"
            raise ServiceRefused(f"the player refused {path}: {reason}", status=answer.status)
        if not isinstance(document, dict):
            raise UnexpectedAnswer(f"the player's answer to {path} is no object")
        return document


def _expected(step: Step, code: int) -> str:
    """Return what was expected of a call instead, in words; "" where that was no error."""
    if code != step.error:
        return f" (expected error {step.error})" if step.error else ""
    return f" (expected {step.answer!r})"
