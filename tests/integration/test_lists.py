"""Lists that come in pages: no more are fetched than are wanted; broken ones are gone on with."""

import json
import re
from collections.abc import Iterator
from contextlib import closing

import pytest

from scormcloud_cli.api.cloud import Cloud
from scormcloud_cli.api.transport import Transport
from scormcloud_cli.api.xapi import XapiCredentialChange
from scormcloud_cli.emulator.faults import Rule
from tests.support.environs import MANAGER
from tests.support.results import Result, Run
from tests.support.world import LOCAL, World

# Every command that lists with --limit, over each API whose lists come in pages.
LISTS = (
    *(("app", "v2"), ("course", "v2"), ("invitation", "v2"), ("registration", "v2")),
    *(("destination", "v1"), ("destination", "v2"), ("dispatch", "v1"), ("dispatch", "v2")),
    ("xapi credential", "v2"),
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A service with two of everything at least, whose pages hold one thing each."""
    made = World(tmp_path_factory.mktemp("world"), page_size=1)
    made.reset()
    with closing(Transport()) as transport:
        cloud = Cloud(made.url, LOCAL, transport=transport)
        cloud.xapi.create_credential(XapiCredentialChange(name="second"))
    yield made
    made.stop()


@pytest.fixture
def breaking(world: World) -> Iterator[World]:
    """That service, which sends the first page of a list and no other."""
    world.fail(Rule(after=1, status=503))
    yield world
    world.fail()


def listed(scloud: Run, world: World, kind: str, api: str, *more: str) -> Result:
    return scloud(
        *(*kind.split(), "list", "--api", api, "-o", "ids", *more),
        environ={"SCLOUD_BASE_URL": world.url, **MANAGER},
    )


def pages(done: Result) -> int:
    """Return how many requests were made."""
    return sum(line.startswith("> GET") for line in done.err.splitlines())


@pytest.mark.parametrize(("kind", "api"), LISTS)
def test_a_limit_fetches_no_page_that_is_not_wanted(
    scloud: Run, world: World, kind: str, api: str
) -> None:
    world.fail(Rule(latency=0.01))  # as slow as a service that pages are fetched ahead from
    whole = listed(scloud, world, kind, api, "--debug")
    assert pages(whole) >= len(whole.out.split()) >= 2
    for limit in (1, 2):
        done = listed(scloud, world, kind, api, "--debug", "--limit", str(limit))
        assert (len(done.out.split()), pages(done)) == (limit, limit)
    assert pages(listed(scloud, world, kind, api, "--debug", "--limit", "0")) == 0


@pytest.mark.parametrize(("kind", "api"), LISTS)
def test_a_list_that_breaks_off_is_gone_on_with_where_its_error_says(
    scloud: Run, breaking: World, kind: str, api: str
) -> None:
    broken = listed(scloud, breaking, kind, api, "--retries", "0")
    assert (broken.code, len(broken.out.split())) == (6, 1)
    token = re.search(r"the rest comes with --more (\S+)", broken.err)
    assert token, broken.err
    breaking.fail()
    rest = listed(scloud, breaking, kind, api, "--more", token[1])
    assert rest.code == 0, rest.err
    whole = listed(scloud, breaking, kind, api)
    assert broken.out + rest.out == whole.out


def test_what_came_before_a_break_can_be_read_as_json(scloud: Run, breaking: World) -> None:
    environ = {"SCLOUD_BASE_URL": breaking.url, **MANAGER}
    broken = scloud("course", "list", "-o", "json", "--retries", "0", environ=environ)
    assert broken.code == 6
    assert len(json.loads(broken.out)) == 1


def test_what_came_before_a_break_is_shown_in_a_table(
    scloud_on_terminal: Run, breaking: World
) -> None:
    environ = {"SCLOUD_BASE_URL": breaking.url, **MANAGER}
    broken = scloud_on_terminal("course", "list", "--retries", "0", environ=environ)
    assert broken.code == 6
    assert "TITLE" in broken.text
    assert broken.text.index("TITLE") < broken.text.index("--more")


def test_a_raw_list_that_breaks_off_is_gone_on_with(scloud: Run, breaking: World) -> None:
    words = ("raw", "call", "GetCourses", "--all", "-o", "ids")
    environ = {"SCLOUD_BASE_URL": breaking.url, **MANAGER}
    broken = scloud(*words, "--retries", "0", environ=environ)
    assert (broken.code, len(broken.out.split())) == (6, 1)
    token = re.search(r"the rest comes with (more=\S+)", broken.err)
    assert token, broken.err
    breaking.fail()
    rest = scloud(*words, token[1], environ=environ)
    assert broken.out + rest.out == scloud(*words, environ=environ).out


def test_a_list_that_is_ordered_here_has_no_place_to_go_on_from(
    scloud: Run, breaking: World
) -> None:
    words = ("dispatch", "list", "--api", "v1", "--order-by", "created_asc", "--retries", "0")
    broken = scloud(*words, environ={"SCLOUD_BASE_URL": breaking.url, **MANAGER})
    assert broken.code == 6
    assert "--more" not in broken.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("course", "list", "--api", "v1", "--more", "2"), "sends this list whole"),
        (("dispatch", "list", "--api", "v1", "--more", "x"), "counts its pages"),
        (("dispatch", "list", "--api", "v1", "--more", "2", "--order-by", "created_asc"), "order"),
        (("course", "list", "--api", "v2", "--more", "x"), "more"),
    ],
)
def test_what_is_no_place_to_go_on_from_is_refused(
    scloud: Run, world: World, words: tuple[str, ...], message: str
) -> None:
    done = scloud(*words, environ={"SCLOUD_BASE_URL": world.url, **MANAGER})
    assert done.code in (1, 2)
    assert message in done.err
    assert done.out == ""
