import pytest

from scormcloud_cli.api.courses import Course
from scormcloud_cli.api.errors import UnsupportedByApi, UsageError
from scormcloud_cli.api.models import Time
from scormcloud_cli.api.queries import ListQuery
from scormcloud_cli.api.v1 import lists

FIELDS = {"course_id": "id", "title": "title", "created": "created"}
ANN = Course(id="a", title="Zebra", created=Time("2026-01-01T00:00:00.000Z"))
BOB = Course(id="b", title="apple", created=Time("2026-02-01T00:00:00.000Z"))


def test_both_ends_of_a_span_of_time_belong_to_it() -> None:
    courses = lists.between([ANN, BOB], "2026-01-01T00:00:00Z", "2026-01-31", "created")
    assert list(courses) == [ANN]
    courses = lists.between([ANN, BOB], None, "2026-02-01T00:00:00Z", "created")
    assert list(courses) == [ANN, BOB]


def test_text_is_found_whatever_its_case() -> None:
    query = ListQuery(filter="APP", filter_by="title")
    assert list(lists.holding([ANN, BOB], query, FIELDS)) == [BOB]


def test_text_is_looked_for_in_the_first_field_unless_another_is_named() -> None:
    assert list(lists.holding([ANN, BOB], ListQuery(filter="A"), FIELDS)) == [ANN]


def test_any_of_the_tags_will_do() -> None:
    tagged = Course(id="c", tags=("x", "y"))
    assert list(lists.tagged([ANN, tagged], ("y", "z"))) == [tagged]
    assert list(lists.tagged([ANN, tagged], ())) == [ANN, tagged]


def test_titles_are_ordered_whatever_their_case() -> None:
    assert lists.ordered([ANN, BOB], "title_asc", FIELDS) == [BOB, ANN]
    assert lists.ordered([ANN, BOB], "title_desc", FIELDS) == [ANN, BOB]


def test_ties_are_ordered_by_id() -> None:
    twin = Course(id="0", title="Zebra", created=ANN.created)
    assert lists.ordered([ANN, twin], "title_asc", FIELDS) == [twin, ANN]


@pytest.mark.parametrize("order", ["title", "title_up", "size_asc"])
def test_an_unknown_order_is_refused_with_those_there_are(order: str) -> None:
    with pytest.raises(UsageError, match="title_asc"):
        lists.ordered([ANN], order, FIELDS)


def test_an_order_by_what_v1_does_not_tell_is_refused() -> None:
    with pytest.raises(UnsupportedByApi):
        lists.ordered([Course(id="c")], "created_asc", FIELDS)


def test_what_has_no_title_comes_first() -> None:
    nameless = Course(id="c")
    assert lists.ordered([ANN, nameless], "title_asc", FIELDS) == [nameless, ANN]


def test_an_unknown_field_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="course_id, title, created"):
        lists.holding([ANN], ListQuery(filter="x", filter_by="size"), FIELDS)
