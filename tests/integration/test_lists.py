"""Lists that come in pages: no more are fetched than are wanted, and a broken one says so."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from scormcloud_cli.api.cloud import Cloud
from scormcloud_cli.api.transport import Transport
from scormcloud_cli.api.xapi import XapiCredentialChange
from tests.integration.conftest import MANAGER, Result, Run
from tests.integration.example_world import LOCAL, World

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


def listed(scloud: Run, world: World, kind: str, api: str, *more: str) -> Result:
    return scloud(
        *(*kind.split(), "list", "--api", api, "-o", "ids", "--debug", *more),
        environ={"SCLOUD_BASE_URL": world.url, **MANAGER},
    )


def pages(done: Result) -> int:
    """Return how many requests were made."""
    return sum(line.startswith("> GET") for line in done.err.splitlines())


@pytest.mark.parametrize(("kind", "api"), LISTS)
def test_a_limit_fetches_no_page_that_is_not_wanted(
    scloud: Run, world: World, kind: str, api: str
) -> None:
    whole = listed(scloud, world, kind, api)
    assert pages(whole) >= len(whole.out.split()) >= 2
    for limit in (1, 2):
        done = listed(scloud, world, kind, api, "--limit", str(limit))
        assert (len(done.out.split()), pages(done)) == (limit, limit)
    assert pages(listed(scloud, world, kind, api, "--limit", "0")) == 0
