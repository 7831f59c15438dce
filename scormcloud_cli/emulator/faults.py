"""Faults on purpose, for tests of what clients do about them: refusals, delays, cut connections.

A file of rules, in TOML, says which:

    seed = 7                          # the same faults in every run; chosen anew where absent

    [[rule]]
    operations = ["Create*", "rustici.registration.*"]    # all where absent
    rate = 0.1                        # of the calls; every one where absent
    after = 100                       # so many of these calls are let through first
    status = 429                      # answer this in place of doing it
    retryAfter = 2                    # seconds, with a status

    [[rule]]
    rate = 0.02
    cut = "request"                   # hang up before the request is carried out
                                      # "answer": in the middle of the answer
                                      # "lost": once it has been carried out, without any answer
    [[rule]]
    latency = 0.05                    # seconds before anything is done

For each call the rules are gone through in order; a delay lets the next ones have their turn.
"""

import asyncio
import fnmatch
import random
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scormcloud_cli.emulator.v2.face import Face as V2Face
from scormcloud_cli.emulator.v2.face import refused

CUTS = ("request", "answer", "lost")


class BadRules(Exception):
    """A file of rules says what is not known; the message tells what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A kind of fault: see the module's description for its attributes."""

    operations: tuple[str, ...] = ("*",)
    rate: float = 1.0
    after: int = 0
    status: int | None = None
    retry_after: float | None = None
    cut: str | None = None
    latency: float = 0.0

    def is_for(self, operation: str) -> bool:
        """Say whether it is for calls of an operation."""
        return any(fnmatch.fnmatchcase(operation, pattern) for pattern in self.operations)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a file."""

    rules: tuple[Rule, ...]
    seed: int | None = None


def read(path: Path) -> Rules:
    """Read a file of rules.

    Raises:
        BadRules: it is not TOML, or says what is not known.
        OSError: it cannot be read.
    """
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRules(str(error)) from None
    unknown = set(document) - {"seed", "rule"}
    if unknown:
        raise BadRules(f"there is no {sorted(unknown)[0]!r}; seed and [[rule]] are known")
    rules = document.get("rule", [])
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        raise BadRules("rules are given as [[rule]]")
    seed = document.get("seed")
    if seed is not None and not isinstance(seed, int):
        raise BadRules("seed must be a whole number")
    return Rules(tuple(_rule(rule) for rule in rules), seed)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _are_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


# What a rule may have, what each of it must be, and what tells whether it is.
_CHECKS: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "operations": ("a list of names or patterns", _are_names),
    "rate": ("a number from 0 to 1", lambda rate: _is_number(rate) and 0 <= rate <= 1),
    "after": ("a whole number, 0 or more", lambda after: _is_whole(after) and after >= 0),
    "status": ("from 400 to 599", lambda status: _is_whole(status) and 400 <= status <= 599),
    "retryAfter": ("a number", _is_number),
    "cut": (f"one of {', '.join(CUTS)}", lambda cut: cut in CUTS),
    "latency": ("a number", _is_number),
}


def _rule(table: Mapping[str, Any]) -> Rule:
    for name, value in table.items():
        if name not in _CHECKS:
            raise BadRules(f"a rule has no {name!r}; {', '.join(_CHECKS)} are known")
        expected, fits = _CHECKS[name]
        if not fits(value):
            raise BadRules(f"{name} must be {expected}")
    names = {"retryAfter": "retry_after"}
    values = {names.get(name, name): value for name, value in table.items()}
    return Rule(**values | {"operations": tuple(table.get("operations", ["*"]))})


class Faulty:
    """An ASGI application that passes requests on to another, and fails as rules say.

    Args:
        app: the application.
        face: tells which operation of v2 a request is for.
        rules: what goes wrong, and how often.
    """

    def __init__(self, app: ASGIApp, face: V2Face, rules: Rules) -> None:
        self._app = app
        self._face = face
        self._rules = rules.rules
        self._calls = Counter[int]()  # that each rule is for, by its place
        self._random = random.Random(rules.seed)  # noqa: S311 (nothing is kept secret by it)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or fail."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        rule = await self._fault(self._operation(scope))
        if rule is None:
            await self._app(scope, receive, send)
        elif rule.status is not None:
            await self._answer_status(rule, scope, receive, send)
        elif rule.cut == "request":
            await receive()
            _hang_up(send)
        else:
            await self._app(scope, receive, _Cutting(send, rule.cut == "lost"))
            _hang_up(send)

    async def _fault(self, operation: str) -> Rule | None:
        """Return the fault of a call, after the delays that come before it; None where none."""
        for place, rule in enumerate(self._rules):
            if not rule.is_for(operation):
                continue
            self._calls[place] += 1
            if self._calls[place] <= rule.after or self._random.random() >= rule.rate:
                continue
            if rule.latency:
                await asyncio.sleep(rule.latency)
            if rule.status is not None or rule.cut is not None:
                return rule
        return None

    def _operation(self, scope: Scope) -> str:
        query: Mapping[str, Sequence[str]] = parse_qs(scope["query_string"].decode("latin-1"))
        if "method" in query and "/v2/" not in scope["path"]:
            return query["method"][0]
        return self._face.operation_name(scope["method"], scope["raw_path"].decode("latin-1"))

    async def _answer_status(self, rule: Rule, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {} if rule.retry_after is None else {"Retry-After": f"{rule.retry_after:g}"}
        answer = refused(f"A fault on purpose: {rule.status}", rule.status or 500, headers)
        more = True
        while more:  # the request is read to its end, as a service does that has taken it
            more = (await receive()).get("more_body", False)
        await answer(scope, receive, send)


class _Cutting:
    """Sends the beginning of an answer and withholds the rest, or withholds all of it."""

    def __init__(self, send: Send, everything: bool) -> None:
        self._send = send
        self._everything = everything

    async def __call__(self, message: Message) -> None:
        if self._everything:
            return
        if message["type"] == "http.response.start":
            await self._send(message)
        elif body := message.get("body", b""):
            half = {**message, "body": body[: len(body) // 2], "more_body": True}
            await self._send(half)
            self._everything = True


def _hang_up(send: Send) -> None:
    """Close a connection without an answer: ASGI has no message for it, uvicorn can do it."""
    cycle: Any = getattr(send, "__self__", None)
    if hasattr(cycle, "transport"):
        cycle.disconnected = True  # so that it does not miss the answer
        cycle.transport.abort()
