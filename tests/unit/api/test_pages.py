import itertools
import threading
from itertools import islice

import pytest

from scormcloud_cli.api.errors import NetworkFailure, ServiceRefused
from scormcloud_cli.api.pages import Page, items_of

LONGEST = 10


class Service:
    """A list of three pages of two things each, and what was asked for."""

    def __init__(self, broken: str | None = "none") -> None:
        self.asked: list[str | None] = []
        self.last_asked = threading.Event()
        self._broken = broken

    def fetch(self, more: str | None) -> Page:
        self.asked.append(more)
        if more == "c":
            self.last_asked.set()
        if more == self._broken:
            raise NetworkFailure("the connection was cut")
        return {
            None: Page(["1", "2"], "b"),
            "b": Page(["3", "4"], "c"),
            "c": Page(["5", "6"], None),
        }[more]


def test_the_pages_follow_each_other() -> None:
    assert "".join(items_of(Service().fetch)) == "123456"


def test_a_list_can_begin_with_a_page() -> None:
    assert "".join(items_of(Service().fetch, more="b")) == "3456"


def test_a_page_is_fetched_while_the_one_before_is_worked_on() -> None:
    service = Service()
    items = items_of(service.fetch)
    assert list(islice(items, 3)) == ["1", "2", "3"]
    assert service.last_asked.wait(LONGEST)  # though "4" has not been taken yet
    assert list(items) == ["4", "5", "6"]
    assert service.asked == [None, "b", "c"]


def test_no_page_is_fetched_before_it_is_wanted_where_it_may_not_be() -> None:
    service = Service()
    assert list(islice(items_of(service.fetch, ahead=False), 4)) == ["1", "2", "3", "4"]
    assert service.asked == [None, "b"]


@pytest.mark.parametrize("ahead", [True, False])
def test_what_came_before_a_break_is_given_and_the_error_names_the_page(ahead: bool) -> None:
    items = items_of(Service(broken="c").fetch, ahead=ahead)
    assert list(islice(items, 4)) == ["1", "2", "3", "4"]
    with pytest.raises(NetworkFailure) as raised:
        next(items)
    assert raised.value.more == "c"


def test_a_list_whose_first_page_fails_names_none() -> None:
    with pytest.raises(NetworkFailure) as raised:
        next(items_of(Service(broken=None).fetch))
    assert raised.value.more is None


@pytest.mark.parametrize("circle", [["b", "b"], ["b", "c", "b"]])
def test_pages_that_go_round_in_circles_are_an_error(circle: list[str]) -> None:
    pages = iter(circle)
    items = items_of(lambda _more: Page(["x"], next(pages)))
    assert list(islice(items, len(circle))) == ["x"] * len(circle)
    with pytest.raises(ServiceRefused, match="came already"):
        next(items)


def test_pages_without_a_row_that_never_end_are_an_error() -> None:
    asked = itertools.count(1)
    items = items_of(lambda _more: Page([], str(next(asked))))
    with pytest.raises(ServiceRefused, match="100 pages in a row have nothing on them"):
        next(items)
    assert next(asked) <= 103


def test_a_page_without_a_row_is_passed_over() -> None:
    pages = iter([Page(["1"], "b"), Page([], "c"), Page(["2"], None)])
    assert "".join(items_of(lambda _more: next(pages))) == "12"
