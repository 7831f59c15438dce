from typing import Any

import pytest

from scormcloud_cli.emulator import courses, lists, tags
from scormcloud_cli.emulator.lists import Selection
from scormcloud_cli.emulator.service import APP_ID, Emulator
from tests.unit.emulator.conftest import Clock, add_course


@pytest.fixture(autouse=True)
def _five(emulator: Emulator, clock: Clock) -> None:
    """Courses a to e: made one second after another, titled in pairs, two with a tag each."""
    for course_id, title in zip("abcde", ("Golf", "golf", "Été", "été", "Chess"), strict=True):
        add_course(emulator, course_id, title=title)
        clock.forward(seconds=1)
    with emulator.store.writing() as database:
        tags.add(database, APP_ID, "course", "a", ["sport"])
        tags.add(database, APP_ID, "course", "e", ["game", "quiet"])


def ids(emulator: Emulator, **facts: Any) -> list[str]:
    database = emulator.store.reading()
    rows = lists.select(database, courses.LISTING, APP_ID, Selection(**facts))
    assert lists.count(database, courses.LISTING, APP_ID, Selection(**facts)) == len(rows)
    return sorted(row["id"] for row in rows)


def test_a_text_is_searched_whatever_the_case_of_its_letters(emulator: Emulator) -> None:
    assert ids(emulator, searched="title", holds="GOL") == ["a", "b"]


def test_things_are_selected_that_have_one_of_some_tags(emulator: Emulator) -> None:
    assert ids(emulator, tags=["sport", "quiet"]) == ["a", "e"]


def test_both_ends_of_a_span_of_time_are_in_it(emulator: Emulator) -> None:
    times = {"since": "2026-01-31T12:00:01.000Z", "until": "2026-01-31T12:00:03.000Z"}
    assert ids(emulator, time="created", **times) == ["b", "c", "d"]


def test_everything_that_is_given_must_match(emulator: Emulator) -> None:
    assert ids(emulator, searched="title", holds="golf", tags=["sport"]) == ["a"]


@pytest.mark.parametrize(
    ("order", "descending", "expected"),
    [("created", False, "abcde"), ("created", True, "edcba"), ("title", False, "eabcd")],
)
def test_pages_follow_each_other_without_gap_or_repetition(
    emulator: Emulator, order: str, descending: bool, expected: str
) -> None:
    database, size = emulator.store.reading(), 2
    after, seen, more = None, "", True
    while more:
        rows = lists.page(
            *(database, courses.LISTING, APP_ID, Selection()),
            order=order,
            descending=descending,
            after=after,
            size=size,
        )
        more = len(rows) > size
        seen += "".join(row["id"] for row in rows[:size])
        after = [rows[:size][-1]["position"], rows[:size][-1]["id"]]
    assert seen == expected
