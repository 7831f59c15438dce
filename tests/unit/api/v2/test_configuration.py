import pytest

from scormcloud_cli.api.credentials import Credentials
from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.api.v2.client import Client
from scormcloud_cli.api.v2.configuration import Configuration, of_application
from tests.unit.api.answering import Answering, as_json

SETTINGS = as_json({"settingItems": [{"id": "PlayerScoLaunchType", "effectiveValue": "FRAMESET"}]})


@pytest.mark.parametrize(
    ("owner", "query"),
    [
        ("", []),
        ("SCORM12", [("learningStandard", "SCORM12")]),
        ("SCORM12:single", [("learningStandard", "SCORM12"), ("singleSco", "true")]),
        ("SCORM12:multiple", [("learningStandard", "SCORM12"), ("singleSco", "false")]),
    ],
)
def test_whose_configuration_it_is(owner: str, query: list[tuple[str, str]]) -> None:
    transport = Answering(SETTINGS)
    configuration = of_application(Client("https://x", Credentials("a", "b"), transport))
    assert [value.effective_value for value in configuration.get(owner)] == ["FRAMESET"]
    assert transport.requests[0].query == query


def test_after_the_standard_comes_how_many_scos() -> None:
    configuration = of_application(Client("https://x", Credentials("a"), Answering()))
    with pytest.raises(UsageError, match="single or multiple"):
        configuration.unset("SCORM12:two", "PlayerScoLaunchType")


def test_a_version_has_a_configuration_of_its_own() -> None:
    transport = Answering(as_json(None))
    v2 = Client("https://x", Credentials("a", "b"), transport)
    versions = Configuration(v2, "CourseVersion", lambda owner: {"courseId": owner, "versionId": 2})
    versions.set("golf", {"PlayerScoLaunchType": "NEW_WINDOW"})
    request = transport.requests[0]
    assert request.url.endswith("/courses/golf/versions/2/configuration")
    assert request.body == {
        "settings": [{"settingId": "PlayerScoLaunchType", "value": "NEW_WINDOW", "explicit": True}]
    }
