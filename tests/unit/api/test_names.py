import pytest

from scormcloud_cli.api.names import nearest


@pytest.mark.parametrize(
    ("name", "close"),
    [("titel", "title"), ("TITLE", "title"), ("courseid", "courseId"), ("xyz", None)],
)
def test_the_nearest_name(name: str, close: str | None) -> None:
    assert nearest(name, ["title", "courseId"]) == close


def test_nothing_is_near_to_nothing() -> None:
    assert nearest("title", []) is None
