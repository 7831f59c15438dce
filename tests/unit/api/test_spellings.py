import pytest

from scormcloud_cli.api import catalog
from scormcloud_cli.api.catalog import spellings


@pytest.mark.parametrize(
    ("table", "v1", "v2"),
    [
        ("standard", "scorm_12", "SCORM12"),
        ("standard", "tin can", "XAPI"),
        ("standard", "xapi", "XAPI"),
        ("credentialAuth", "OAuth", "OAUTH"),
        ("completion", None, None),
        ("completion", "something new", None),
    ],
)
def test_v1s_words_are_read_however_they_are_capitalized(
    table: str, v1: str | None, v2: str | None
) -> None:
    assert spellings.to_v2(table, v1) == v2


def test_of_two_words_for_the_same_the_first_is_written() -> None:
    assert spellings.to_v1("standard", "XAPI") == "Tin Can"
    assert spellings.to_v1("standard", "UNKNOWN") is None


@pytest.mark.parametrize("table", ["postbackOfNew", "postbackInfo", "postbackUpdate"])
def test_postbacks_are_settings_that_the_catalogue_knows(table: str) -> None:
    assert set(spellings.table(table).values()) <= set(catalog.settings())


def test_postbacks_are_the_same_settings_in_the_same_order_whatever_they_are_called() -> None:
    settings = list(spellings.table("postbackInfo").values())
    for table in ("postbackOfNew", "postbackUpdate"):
        assert list(spellings.table(table).values()) == settings
