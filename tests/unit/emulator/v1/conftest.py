"""Signed calls of v1, without a socket."""

from collections.abc import Callable
from xml.etree.ElementTree import Element, fromstring

import pytest
from starlette.testclient import TestClient

from scormcloud_cli.api.v1.signing import sign, timestamp
from scormcloud_cli.emulator.service import APP_ID, SECRET_KEY
from tests.unit.emulator.conftest import ADDRESS, Clock

Call = Callable[..., Element]


@pytest.fixture
def call(anyone: TestClient, clock: Clock) -> Call:
    """Call a method of v1 by its name without ``rustici.``; return the ``rsp`` of the answer."""

    def call_method(name: str, /, *, secret: str = SECRET_KEY, **values: str) -> Element:
        parameters = {
            "method": f"rustici.{name}",
            "appid": APP_ID,
            "ts": timestamp(clock()),
            **values,
        }
        parameters["sig"] = sign(secret, parameters.items())
        answer = anyone.get(f"{ADDRESS}/EngineWebServices/api", params=parameters)
        assert answer.status_code == 200, answer.text
        return fromstring(answer.text)

    return call_method
