from datetime import UTC, datetime

import pytest

from scormcloud_cli.api import V1, V2
from scormcloud_cli.api.cloud import Cloud
from scormcloud_cli.api.credentials import Credentials
from scormcloud_cli.api.errors import UnsupportedByApi, UsageError
from scormcloud_cli.api.messages import Answer
from tests.unit.api.answering import Answering, as_json, as_xml


def cloud(api: str, *answers: Answer) -> Cloud:
    credentials = Credentials("app", "secret")
    return Cloud("https://cloud.example/", credentials, api=api, transport=Answering(*answers))


@pytest.mark.parametrize(
    ("api", "area"),
    [(V1, "configuration"), (V1, "connectors"), (V2, "exports"), (V2, "upload_area")],
)
def test_what_an_api_does_not_have_names_the_other(api: str, area: str) -> None:
    with pytest.raises(UnsupportedByApi) as raised:
        getattr(cloud(api), area)
    assert raised.value.hint == f"use --api {V2 if api == V1 else V1}"
    assert getattr(cloud(V2 if api == V1 else V1), area)


def test_a_ping_tells_how_far_the_clocks_are_apart() -> None:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    ping = cloud(V2, as_json({"apiMessage": "pong", "currentTime": now})).ping()
    assert (ping.api, ping.message, ping.application) == (V2, "pong", "app")
    assert ping.base_url == "https://cloud.example"
    assert ping.clock_difference is not None
    assert abs(ping.clock_difference) < 5


def test_a_time_of_v1_that_cannot_be_read_is_passed_over() -> None:
    ping = cloud(V1, as_xml("<pong/>"), as_xml("<currenttime>soon</currenttime>")).ping()
    assert (ping.server_time, ping.clock_difference) == (None, None)


@pytest.mark.parametrize("name", ["access_token", "result"])
def test_a_token_is_read_under_either_name(name: str) -> None:
    token = cloud(V2, as_json({name: "abc"})).token(["read", "write:course"], 60)
    assert (token.access_token, token.expires_in) == ("abc", 60)
    assert token.scopes == ("read", "write:course")


def test_credentials_are_not_sent_over_plain_http() -> None:
    with pytest.raises(UsageError, match="plain http"):
        Cloud("http://cloud.example", Credentials("app", "secret"))
