from io import BytesIO

import pytest

from scormcloud_cli.api.credentials import Credentials
from scormcloud_cli.api.errors import UnexpectedAnswer
from scormcloud_cli.api.messages import Answer
from scormcloud_cli.api.v1.client import Client
from scormcloud_cli.api.v1.exports import Exports
from tests.unit.api.answering import Answering, as_xml

ZIP = Answer(200, {"content-type": "application/zip"}, b"PK")


def exports(server: str, base: str = "https://cloud.example") -> tuple[Exports, Answering]:
    status = f"<export id='e'><status>complete</status><server_location>{server}</server_location>"
    transport = Answering(as_xml(status + "</export>"), ZIP)
    return Exports(Client(base, Credentials("app", "secret"), transport)), transport


@pytest.mark.parametrize(
    ("base", "server", "url"),
    [
        ("https://cloud.example", "b7.cloud.example", "https://b7.cloud.example"),
        ("https://cloud.example", "", "https://cloud.example"),
        ("http://127.0.0.1:8400", "127.0.0.1:8401", "http://127.0.0.1:8401"),
    ],
)
def test_an_export_is_fetched_from_the_server_that_has_it(base: str, server: str, url: str) -> None:
    area, transport = exports(server, base)
    sink = BytesIO()
    area.download("e", sink)
    assert sink.getvalue() == b"PK"
    assert [request.url for request in transport.requests] == [
        f"{base}/EngineWebServices/api",
        f"{url}/EngineWebServices/api",
    ]


@pytest.mark.parametrize(
    ("base", "server"),
    [
        ("http://127.0.0.1:8400", "cloud.example"),
        ("https://cloud.example", "a@b.example"),
        ("https://cloud.example", "b.example/path"),
        ("https://cloud.example", "b.example:port"),
    ],
)
def test_a_server_that_no_call_may_be_sent_to_is_refused(base: str, server: str) -> None:
    area, transport = exports(server, base)
    with pytest.raises(UnexpectedAnswer, match="server"):
        area.download("e", BytesIO())
    assert len(transport.requests) == 1
