import pytest

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.api.origin import DEFAULT, cleaned


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (DEFAULT, DEFAULT),
        ("Acme & Söhne.Course-Builder.2.0 beta", "acmeshne.coursebuilder.2.0beta"),
        ("a.b.1.0_RC-1", "a.b.1.0_RC-1"),
    ],
)
def test_an_origin_is_made_clean(text: str, clean: str) -> None:
    assert cleaned(text) == clean


@pytest.mark.parametrize("text", ["", "acme", "acme.builder", "acme..1", "ö.b.1", "a.b.ö"])
def test_an_origin_has_three_parts(text: str) -> None:
    with pytest.raises(UsageError, match=r"ORGANIZATION\.APPLICATION\.VERSION"):
        cleaned(text)
