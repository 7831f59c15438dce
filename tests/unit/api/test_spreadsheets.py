import pytest
from hypothesis import given
from hypothesis import strategies as st

from scormcloud_cli.api.spreadsheets import guarded, unguarded


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "'=1",
        "\uff1d1",
        "-ann",
        "+49 30 1",
    ],
)
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(text: str) -> None:
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("text", ["", "golf", "-12.5", "+3", "a=b", "it's", "'tis", "1-2"])
def test_the_rest_is_left(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


@given(st.text("'=+-@\t1a", max_size=6))
def test_a_cell_is_read_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text
