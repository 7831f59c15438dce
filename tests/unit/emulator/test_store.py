import json
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.store import NewerStore, Store, delete, given, insert, one, update


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "store.sqlite3")
    yield store
    store.close()


def times() -> dict[str, object]:
    return {"created": "2026-01-31", "updated": "2026-01-31"}


def application(name: str) -> dict[str, object]:
    return {"id": name, "name": name, **times()}


def add(store: Store, name: str) -> None:
    with store.writing() as database:
        insert(database, "applications", application(name))


def names(store: Store) -> list[str]:
    rows = store.reading().execute("SELECT id FROM applications ORDER BY id").fetchall()
    return [row["id"] for row in rows]


def test_what_is_written_is_kept(tmp_path: Path) -> None:
    first = Store(tmp_path / "store.sqlite3")
    add(first, "a")
    first.close()
    second = Store(tmp_path / "store.sqlite3")
    assert names(second) == ["a"]
    second.close()


def fail_midway(store: Store) -> None:
    with store.writing() as database:
        insert(database, "applications", application("a"))
        raise ValueError("no")


def test_an_error_takes_back_all_of_a_transaction(store: Store) -> None:
    with pytest.raises(ValueError, match="no"):
        fail_midway(store)
    assert names(store) == []
    add(store, "b")
    assert names(store) == ["b"]


def test_a_transaction_inside_another_is_a_part_of_it(store: Store) -> None:
    with pytest.raises(ValueError, match="no"):
        add_both_and_fail(store)
    assert names(store) == []


def add_both_and_fail(store: Store) -> None:
    with store.writing():
        add(store, "inner")
        raise ValueError("no")


def test_a_row_gets_the_defaults_of_the_columns_that_are_not_named(store: Store) -> None:
    add(store, "a")
    row = store.reading().execute("SELECT management, allow_delete FROM applications").fetchone()
    assert tuple(row) == (0, 0)


def test_a_row_that_is_there_is_an_error_where_nothing_else_is_said(store: Store) -> None:
    add(store, "a")
    with pytest.raises(sqlite3.IntegrityError):
        add(store, "a")
    with store.writing() as database:
        insert(database, "applications", application("a"), "NOTHING")
        insert(database, "applications", application("a"), "UPDATE SET name = 'B'")
    assert store.reading().execute("SELECT name FROM applications").fetchone()[0] == "B"


def test_only_the_rows_of_a_key_are_changed_and_deleted(store: Store) -> None:
    for name in ("a", "b"):
        add(store, name)
    with store.writing() as database:
        update(database, "applications", {"id": "a"}, {"name": "A"})
        update(database, "applications", {"id": "a"}, {})
        delete(database, "applications", {"id": "b"})
    assert [row["name"] for row in store.reading().execute("SELECT name FROM applications")] == [
        *("A",)
    ]


def test_dicts_are_kept_as_json(store: Store) -> None:
    add(store, "a")
    row = {"app_id": "a", "id": "p", "target": {"url": "é"}, "created": "", "source": None}
    with store.writing() as database:
        insert(database, "statement_pipes", row)
    kept = store.reading().execute("SELECT source, target FROM statement_pipes").fetchone()
    assert (kept["source"], json.loads(kept["target"])) == (None, {"url": "é"})


def test_one_row_or_a_refusal(store: Store) -> None:
    add(store, "a")
    query = "SELECT * FROM applications WHERE id = ?"
    assert one(store.reading(), query, ("a",), Refusal(404, "none"))["name"] == "a"
    with pytest.raises(Refusal, match="none"):
        one(store.reading(), query, ("b",), Refusal(404, "none"))


def test_what_is_none_is_not_given() -> None:
    assert given(a=0, b=None, c="") == {"a": 0, "c": ""}


def test_a_durable_transaction_is_kept_as_well(store: Store) -> None:
    with store.writing(durable=True) as database:
        insert(database, "applications", application("a"))
    assert names(store) == ["a"]


def test_two_stores_on_one_file_see_each_other(store: Store, tmp_path: Path) -> None:
    other = Store(tmp_path / "store.sqlite3")
    add(other, "theirs")
    add(store, "ours")
    assert names(store) == names(other) == ["ours", "theirs"]
    other.close()


def test_a_reader_does_not_wait_for_a_writer(store: Store, tmp_path: Path) -> None:
    other = Store(tmp_path / "store.sqlite3")
    with store.writing() as database:
        insert(database, "applications", application("a"))
        assert names(other) == []
    assert names(other) == ["a"]
    other.close()


def test_writers_wait_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    stores = [Store(path) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        for writer, store in enumerate(stores):
            for number in range(10):
                threads.submit(add, store, f"{writer}-{number}").add_done_callback(
                    lambda done: done.result()
                )
    assert len(names(stores[0])) == 40
    for store in stores:
        store.close()


def test_many_processes_may_make_a_store_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        stores = list(threads.map(lambda _: Store(tmp_path / "store.sqlite3"), range(8)))
    add(stores[0], "a")
    assert all(names(store) == ["a"] for store in stores)
    for store in stores:
        store.close()


def test_a_thread_that_ends_leaves_no_connection_open(store: Store) -> None:
    opened: list[sqlite3.Connection] = []
    thread = threading.Thread(target=lambda: opened.append(store.reading()))
    thread.start()
    thread.join()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].execute("SELECT 1")


def test_a_store_of_version_6_gets_what_has_come_since(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    Store(path).close()
    with closing(sqlite3.connect(path)) as database:
        database.execute("DROP INDEX registrations_by_dispatch")
        database.execute("ALTER TABLE registrations DROP COLUMN dispatch_id")
        database.execute("PRAGMA user_version = 6")
    store = Store(path)
    add(store, "a")
    insert(store.reading(), "courses", {**times(), "app_id": "a", "id": "golf", "title": "Golf"})
    insert(store.reading(), "learners", {"app_id": "a", "id": "ann"})
    row = {**times(), "app_id": "a", "id": "r", "course_id": "golf", "learner_id": "ann"}
    insert(store.reading(), "registrations", row | {"xapi_id": "x", "dispatch_id": "loan"})
    assert store.reading().execute("SELECT dispatch_id FROM registrations").fetchone()[0] == "loan"
    store.close()


def test_a_store_of_a_newer_scloud_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    database = sqlite3.connect(path)
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(NewerStore) as refused:
        Store(path)
    assert refused.value.path == path
