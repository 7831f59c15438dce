import json
import threading
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from scormcloud_cli.api.errors import (
    AuthenticationFailed,
    NotFound,
    PartialFailure,
    Planned,
    UsageError,
)
from scormcloud_cli.workflows import bulk
from scormcloud_cli.workflows.bulk import Record
from scormcloud_cli.workflows.options import RunOptions, Shard
from tests.unit.workflows.fakes import Recorder

ONE_BY_ONE = RunOptions(jobs=1)
JOURNAL_OF_A = '{"item": "a", "result": {"id": "a", "status": "tagged"}}\n'


def delete(course_id: str) -> Record:
    if course_id == "missing":
        raise NotFound("no such course", code="course_not_found")
    if course_id == "forbidden":
        raise AuthenticationFailed("no")
    return {"id": course_id, "status": "deleted"}


def plan(course_id: str) -> Record:
    raise Planned([{"delete": course_id}])


class Run:
    """A run whose records are kept, whatever it ends in."""

    def __init__(self, reporter: Recorder) -> None:
        self.records: list[Record] = []
        self._reporter = reporter

    def __call__(
        self,
        *items: str,
        action: Callable[[str], Record] = delete,
        options: RunOptions = ONE_BY_ONE,
        **more: Any,
    ) -> None:
        for record in bulk.run(items, action, options, self._reporter, **more):
            self.records.append(record)

    @property
    def ids(self) -> list[str]:
        return [record["id"] for record in self.records]


@pytest.fixture
def run(reporter: Recorder) -> Run:
    return Run(reporter)


def test_one_thing_named_alone_fails_as_itself(run: Run) -> None:
    with pytest.raises(NotFound):
        run("missing", alone=True)


@pytest.mark.parametrize("jobs", [1, 3, 8])
def test_each_of_many_is_reported_and_a_failure_stops_none(run: Run, jobs: int) -> None:
    with pytest.raises(PartialFailure, match="1 of 3 failed"):
        run("a", "missing", "b", options=RunOptions(jobs=jobs))
    assert [record["status"] for record in run.records] == ["deleted", "failed", "deleted"]
    assert run.records[1]["id"] == "missing"
    assert run.records[1]["error"]["code"] == "course_not_found"


def test_what_failed_is_named_as_its_kind_wants_it(run: Run) -> None:
    with pytest.raises(PartialFailure):
        run("missing", "a", name=lambda source: {"courseId": source})
    assert run.records[0]["courseId"] == "missing"
    assert "id" not in run.records[0]


@pytest.mark.parametrize("alone", [True, False])
def test_refused_credentials_end_the_run(run: Run, alone: bool) -> None:
    with pytest.raises(AuthenticationFailed):
        run(*(["forbidden"] if alone else ["a", "forbidden", "b"]), alone=alone)
    assert run.ids == ([] if alone else ["a"])


def test_a_dry_run_tells_all_that_would_be_requested(run: Run, tmp_path: Path) -> None:
    options = RunOptions(journal=tmp_path / "journal", dry_run=True)
    with pytest.raises(Planned) as planned:
        run("a", "b", action=plan, options=options)
    assert planned.value.requests == [{"delete": "a"}, {"delete": "b"}]
    assert run.records == []
    assert list(tmp_path.iterdir()) == []


def test_nothing_to_do_is_an_empty_list(run: Run) -> None:
    run()
    assert run.records == []


def test_records_come_in_the_order_of_the_items_though_several_are_worked_on(run: Run) -> None:
    second_is_done = threading.Event()

    def first_last(item: str) -> Record:
        if item == "a":
            assert second_is_done.wait(10)
        else:
            second_is_done.set()
        return {"id": item}

    run("a", "b", action=first_last, options=RunOptions(jobs=2))
    assert run.ids == ["a", "b"]


def test_a_record_is_there_before_the_next_item_is_begun(reporter: Recorder) -> None:
    begun: list[str] = []

    def note(item: str) -> Record:
        begun.append(item)
        return {"id": item}

    records: Iterator[Record] = bulk.run(["a", "b"], note, ONE_BY_ONE, reporter)
    assert next(records)["id"] == "a"
    assert begun == ["a"]


def test_a_long_list_is_not_worked_on_far_ahead_of_what_is_read(reporter: Recorder) -> None:
    begun: list[int] = []
    lock = threading.Lock()

    def note(item: int) -> Record:
        with lock:
            begun.append(item)
        return {"id": item}

    records = bulk.run(range(1000), note, RunOptions(jobs=2), reporter)
    next(records)
    assert len(begun) < 50
    assert len(list(records)) == 999


def test_how_many_are_done_is_told(run: Run, reporter: Recorder) -> None:
    run("a", "b", words="deleting")
    assert (reporter.counters, reporter.counts) == ([("deleting", 2)], [1, 2])


def test_one_alone_leaves_the_screen_to_its_own_progress(run: Run, reporter: Recorder) -> None:
    run("a", alone=True)
    assert (run.ids, reporter.counters) == (["a"], [])


def test_each_item_belongs_to_one_shard() -> None:
    items = [f"registration-{number}" for number in range(50)]
    parts = [Shard(number, 3).part(items) for number in (1, 2, 3)]
    assert sorted(item for part in parts for item in part) == sorted(items)
    assert all(parts)


def test_the_items_of_other_shards_are_left_out(run: Run, reporter: Recorder) -> None:
    items = [f"course-{number}" for number in range(20)]
    for number in (1, 2):
        run(*items, options=RunOptions(shard=Shard(number, 2)))
    assert sorted(run.ids) == sorted(items)
    assert sum(total for _, total in reporter.counters) == 20


def test_one_alone_of_another_shard_is_left_out_too(run: Run) -> None:
    for number in (1, 2, 3):
        run("golf", alone=True, options=RunOptions(shard=Shard(number, 3)))
    assert run.ids == ["golf"]


def test_a_run_that_broke_off_is_gone_on_with(run: Run, reporter: Recorder, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    with pytest.raises(AuthenticationFailed):
        run("a", "forbidden", options=RunOptions(jobs=1, journal=journal))
    assert journal.exists()
    run("a", "b", options=RunOptions(jobs=1, journal=journal, resume=True))
    assert run.ids == ["a", "a", "b"]
    assert reporter.notices == ["1 were done before"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("jobs", [1, 4])
def test_what_the_run_before_has_done_is_told_again_in_its_place(
    run: Run, tmp_path: Path, jobs: int
) -> None:
    (tmp_path / "journal").write_text(JOURNAL_OF_A)
    run("z", "a", "b", options=RunOptions(jobs, journal=tmp_path / "journal", resume=True))
    assert run.records == [
        {"id": "z", "status": "deleted"},
        {"id": "a", "status": "tagged", "fromJournal": True},
        {"id": "b", "status": "deleted"},
    ]


def test_a_journal_is_kept_for_one_alone_as_well(run: Run, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    journal.write_text(JOURNAL_OF_A)
    run("a", alone=True, options=RunOptions(journal=journal, resume=True))
    assert run.records == [{"id": "a", "status": "tagged", "fromJournal": True}]


def test_a_run_whose_reader_goes_away_leaves_its_journal(
    reporter: Recorder, tmp_path: Path
) -> None:
    journal = tmp_path / "journal"
    records = bulk.run(["a", "b"], delete, RunOptions(jobs=1, journal=journal), reporter)
    next(records)
    assert isinstance(records, Generator)
    records.close()
    assert json.loads(journal.read_text()) == {
        "item": "a",
        "result": {"id": "a", "status": "deleted"},
    }


def test_what_failed_stands_in_a_file_for_the_next_run(run: Run, tmp_path: Path) -> None:
    with pytest.raises(PartialFailure) as failure:
        run("a", "missing", options=RunOptions(journal=tmp_path / "journal"))
    assert (tmp_path / "journal.failed").read_text() == "missing\n"
    assert str(tmp_path / "journal.failed") in (failure.value.hint or "")


def test_a_workflow_may_say_where_its_files_are(run: Run, tmp_path: Path) -> None:
    written: list[list[str]] = []
    files: bulk.Files[str] = bulk.Files(
        tmp_path / "own.journal",
        tmp_path / "own.failed",
        lambda _path, items: written.append(list(items)),
        "run again",
    )
    with pytest.raises(PartialFailure) as failure:
        run("missing", "a", "missing", files=files)
    assert written == [["missing", "missing"]]
    assert failure.value.hint == f"those that failed are in {files.failed}: run again"


def test_without_a_file_the_hint_names_none(run: Run) -> None:
    with pytest.raises(PartialFailure) as failure:
        run("a", "missing")
    assert failure.value.hint == "each failure is told, with its reason"


def test_going_on_needs_a_journal(run: Run) -> None:
    with pytest.raises(UsageError, match="--resume needs the journal"):
        run("a", options=RunOptions(resume=True))


@pytest.mark.parametrize(
    ("shard", "name"), [(None, "rows.csv.journal"), (Shard(2, 5), "rows.csv.2-of-5.journal")]
)
def test_a_file_beside_another_tells_its_shard(shard: Shard | None, name: str) -> None:
    assert bulk.beside(Path("folder/rows.csv"), ".journal", shard) == Path("folder") / name
