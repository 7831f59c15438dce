"""Spoils answers of the service, in as many ways as answers can be wrong; seeded, so repeatable."""

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple
from xml.etree import ElementTree

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Headers = list[tuple[bytes, bytes]]


class Recorded(NamedTuple):
    """An answer as it came: its status, header lines and body."""

    status: int
    headers: Headers
    body: bytes


class Recorder:
    """Hands requests on to a service, and keeps what it answers.

    Args:
        service: the service.
    """

    def __init__(self, service: ASGIApp) -> None:
        self._service = service
        #: The answers so far.
        self.answers: list[Recorded] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status, headers, body = 0, [], b""

        async def keep(message: Message) -> None:
            nonlocal status, headers, body
            if message["type"] == "http.response.start":
                status, headers = message["status"], list(message["headers"])
            elif message["type"] == "http.response.body":
                body += message.get("body", b"")
                if not message.get("more_body"):
                    self.answers.append(Recorded(status, headers, body))
            await send(message)

        await self._service(scope, receive, keep)


class Replayer:
    """Gives recorded answers in their order, whatever is asked; the last one for ever."""

    def __init__(self) -> None:
        self._answers: Sequence[Recorded] = ()
        #: How many answers have been asked for.
        self.asked = 0

    def play(self, answers: Sequence[Recorded], spoiled: int, instead: Recorded) -> None:
        """Give these answers from now on, and once, in the place of one of them, another."""
        self._answers = [*answers[:spoiled], instead, *answers[spoiled + 1 :], answers[-1]]
        self.asked = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive()).get("more_body"):
            pass
        answer = self._answers[min(self.asked, len(self._answers) - 1)]
        self.asked += 1
        headers = [line for line in answer.headers if line[0].lower() not in _OF_THE_LENGTH]
        start = {"type": "http.response.start", "status": answer.status, "headers": headers}
        await send(start)
        empty = scope["method"] == "HEAD" or answer.status in (204, 304)  # they cannot have one
        await send({"type": "http.response.body", "body": b"" if empty else answer.body})


_OF_THE_LENGTH = (b"content-length", b"transfer-encoding", b"connection", b"date", b"server")


def spoiled(answer: Recorded, chance: random.Random) -> tuple[str, Recorded]:
    """Return an answer spoiled in one way, and what was done to it."""
    ways = [_spoil_bytes, _spoil_bytes, _spoil_head]
    if answer.body[:1] == b"{":
        ways += [_spoil_json] * 6
    elif b"<rsp" in answer.body[:200]:
        ways += [_spoil_xml] * 6
    return chance.choice(ways)(answer, chance)


def _spoil_bytes(answer: Recorded, chance: random.Random) -> tuple[str, Recorded]:
    body = answer.body
    middle = chance.randrange(len(body) + 1)
    deep = 200_000
    bodies: dict[str, bytes] = {
        "cut": body[:middle],
        "empty": b"",
        "a mark before it": b"\xef\xbb\xbf" + body,
        "UTF-16": body.decode(errors="replace").encode("utf-16"),
        "not UTF-8": body[:middle] + b"\xff\xfe" + body[middle:],
        "a zero byte": body[:middle] + b"\0" + body[middle:],
        "twice": body + body,
        "many [": b"[" * deep,
        "many levels": b"[" * 900 + b"]" * 900,
        "many objects": b'{"id":' * deep,
        "many elements": b'<rsp stat="ok">' + b"<a>" * deep + b"</a>" * deep + b"</rsp>",
        "null": b"null",
        "a list": b"[" + body + b"]",
        "a text": b'"ok"',
        "a number": b"1" * 5000,
        "NaN": b"NaN",
        "a page": b"<!doctype html><title>Sign in</title>",
        "an encoding": b'<?xml version="1.0" encoding="true"?><rsp stat="ok"/>',
        "an entity": b'<!DOCTYPE a [<!ENTITY b "c">]><rsp stat="ok">&b;</rsp>',
        "an empty yes": b'<rsp stat="ok"/>',
        "an empty object": b"{}",
    }
    name = chance.choice(list(bodies))
    return name, answer._replace(body=bodies[name])


def _spoil_head(answer: Recorded, chance: random.Random) -> tuple[str, Recorded]:
    kinds = (b"text/html", b"text/xml", b"application/json; charset=none", b"", b"\xff", b"a/b/c;;")
    head = [line for line in answer.headers if line[0].lower() != b"content-type"]
    ways: dict[str, Recorded] = {
        **{
            f"type {kind!r}": answer._replace(headers=[*head, (b"content-type", kind)])
            for kind in kinds
        },
        **{
            f"status {status}": answer._replace(status=status)
            for status in (200, 201, 404, 418, 500)
        },
        "a packed body": answer._replace(headers=[*answer.headers, (b"content-encoding", b"gzip")]),
        "no yes, no words": Recorded(400, head, b'{"message": {"a": [1]}, "error": 5}'),
        "a no of levels": Recorded(400, head, b'{"message":' * 5000),
        "a no over v1": Recorded(200, head, b'<rsp stat="fail"/>'),
        "a no with a strange code": Recorded(
            200, head, b'<rsp stat="fail"><err code="\xc2\xb2" msg=""><err/></err></rsp>'
        ),
        "half a character": Recorded(404, head, b'{"message": "\\ud83d"}'),
        "wait for ever": Recorded(429, [*head, (b"retry-after", b"9" * 400)], b""),
        "wait for what": Recorded(429, [*head, (b"retry-after", b"soon")], b""),
        "elsewhere": Recorded(302, [*head, (b"location", b"//[")], b""),
        "a strange name": answer._replace(
            headers=[*answer.headers, (b"content-disposition", b'attachment; filename="../\xff/"')]
        ),
    }
    name = chance.choice(list(ways))
    return name, ways[name]


_TEXTS = (
    *("", " ", "text", "NaN", "Infinity", "1e999", "-", "--5", "\u00b2", "\u0663", "9" * 5000),
    *("true", "null", "\u0000\u001b[2J\n", "\ud800", "\udfff tail", "9999-12-31T23:59:59-14:00"),
    *("0001-01-01T00:00:00+14:00", "2026-02-30T00:00:00Z", "20261332996199", "x" * 100_000),
)
_DEEP = "levels"
_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 1e308, -1e-308, 10**18, 10**30, 10**400),
    *(float("nan"), float("inf"), [], {}, [None], [[]], [{}], [1, "a"], {"id": None}, {"": {}}),
    *_TEXTS,
)


def _spoil_json(answer: Recorded, chance: random.Random) -> tuple[str, Recorded]:
    document = json.loads(answer.body)
    places = list(_places(document))
    if not places:
        return _spoil_bytes(answer, chance)
    owner, key = chance.choice(places)
    way = chance.choice(("gone", "other", "other", "other", "deep", "renamed"))
    value: Any = None
    if way == "gone":
        del owner[key]
    elif way == "renamed" and isinstance(owner, dict):
        owner[key + "_"] = owner.pop(key)
    elif way == "deep":
        value = owner[key]
        for _ in range(chance.choice((1, 150, 500, 900))):
            value = [value]
        owner[key] = value
        value = "levels"
    else:
        owner[key] = value = chance.choice(_VALUES)
    return f"{key} {way} {str(value)[:40]!a}", answer._replace(body=json.dumps(document).encode())


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    members: Any = ()
    if isinstance(value, dict):
        members = list(value.items())
    elif isinstance(value, list):
        members = list(enumerate(value))
    for key, member in members:
        yield value, key
        yield from _places(member)


def _spoil_xml(answer: Recorded, chance: random.Random) -> tuple[str, Recorded]:
    root = ElementTree.fromstring(answer.body)
    element = chance.choice(list(root.iter()))
    text = re.sub("[\ud800-\udfff\x00\x1b]", "?", chance.choice(_TEXTS))
    name = chance.choice(list(element.attrib) or [""])
    below = chance.choice(list(element) or [ElementTree.Element("strange")])

    def give(value: str) -> None:
        if name:
            element.set(name, value)

    ways: dict[str, Callable[[], object]] = {
        "other text": lambda: setattr(element, "text", text),
        "other attribute": lambda: give(text),
        "attribute gone": lambda: element.attrib.pop(name, None),
        "nothing in it": element.clear,
        "element twice": lambda: element.append(below),
        "element gone": lambda: element.remove(below) if below in list(element) else None,
        "other name": lambda: setattr(element, "tag", "strange"),
        "a child": lambda: element.append(ElementTree.Element("strange")),
        "levels": lambda: element.insert(0, ElementTree.Element(_DEEP)),
    }
    way = chance.choice(list(ways))
    place = element.tag
    ways[way]()
    levels = chance.choice((150, 500, 5000))
    deep = b"<a>" * levels + b"</a>" * levels
    body = ElementTree.tostring(root).replace(f"<{_DEEP} />".encode(), deep)
    return f"{place} {way} {text[:40]!a}", answer._replace(body=body)
