from scormcloud_cli.api.credentials import Credentials
from scormcloud_cli.api.v2.client import Client
from scormcloud_cli.api.v2.tags import Tags
from tests.unit.api.answering import Answering, as_json


def test_setting_tags_sends_the_difference() -> None:
    transport = Answering(as_json({"tags": ["old", "both"]}), as_json(None), as_json(None))
    tags = Tags(Client("https://x", Credentials("a", "b"), transport), "Course", "courseId")
    tags.set("golf", ["both", "new"])
    changes = [(request.operation, request.body) for request in transport.requests[1:]]
    assert changes == [
        ("PutCourseTags", {"tags": ["new"]}),
        ("DeleteCourseTags", {"tags": ["old"]}),
    ]


def test_setting_the_tags_there_are_changes_nothing() -> None:
    transport = Answering(as_json({"tags": ["a"]}))
    Tags(Client("https://x", Credentials("a", "b"), transport), "Course", "courseId").set(
        "g", ["a"]
    )
    assert len(transport.requests) == 1
