"""A transport that sends nothing and answers what a test says."""

import json
from collections.abc import Sequence
from typing import Any, BinaryIO

from scormcloud_cli.api.messages import Answer, Progress, Request
from scormcloud_cli.api.transport import Transport


class Answering(Transport):
    """Keeps every request in `requests`, and gives the answers one after another."""

    def __init__(self, *answers: Answer) -> None:
        super().__init__()
        self.requests: list[Request] = []
        self._answers = iter(answers)

    def send(self, request: Request) -> Answer:
        self.requests.append(request)
        return next(self._answers)

    def download(
        self, request: Request, sink: BinaryIO, on_progress: Progress | None = None
    ) -> Answer:
        answer = self.send(request)
        if on_progress:
            on_progress(len(answer.body), len(answer.body))
        if 200 <= answer.status < 300 and answer.content_type != "text/xml":
            sink.write(answer.body)
            return Answer(answer.status, answer.headers, b"")
        return answer


def as_json(document: Any, status: int = 200, repeated: bool = False) -> Answer:
    """Return an answer of v2."""
    body = b"" if document is None else json.dumps(document).encode()
    return Answer(status, {"content-type": "application/json"}, body, repeated)


def as_xml(content: str, status: int = 200) -> Answer:
    """Return an answer of v1 that says ok."""
    body = f'<?xml version="1.0"?><rsp stat="ok">{content}</rsp>'.encode()
    return Answer(status, {"content-type": "text/xml"}, body)


def pages(name: str, *contents: Sequence[Any]) -> list[Answer]:
    """Return the pages of a list of v2, linked by ``more``."""
    last = len(contents) - 1
    return [
        as_json({name: list(content), **({} if number == last else {"more": f"page{number + 1}"})})
        for number, content in enumerate(contents)
    ]
