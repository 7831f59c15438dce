from pathlib import Path

import pytest

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.workflows.journal import Journal

LINE = b'{"item": "a", "result": {}}\n'


def test_what_was_done_is_known_to_the_next_run(tmp_path: Path) -> None:
    first = Journal(tmp_path / "journal", resume=False)
    first.add("a\nb", {"id": "a\nb", "status": "deleted"})
    first.close(finished=False)
    second = Journal(tmp_path / "journal", resume=True)
    assert second.result("a\nb") == {"id": "a\nb", "status": "deleted"}
    assert second.result("c") is None


def test_a_line_that_was_cut_does_not_count_and_spoils_none(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    path.write_bytes(LINE + b'{"item": "b", "result": {')
    journal = Journal(path, resume=True)
    assert (journal.result("a"), journal.result("b")) == ({}, None)
    journal.add("c", {})
    journal.close(finished=False)
    assert Journal(path, resume=True).result("c") == {}


@pytest.mark.parametrize("line", [b"null", b'"a"', b'{"item": "a"}', b'{"item": 1, "result": {}}'])
def test_a_line_of_something_else_does_not_count(tmp_path: Path, line: bytes) -> None:
    (tmp_path / "journal").write_bytes(line + b"\n")
    assert Journal(tmp_path / "journal", resume=True).result("a") is None


def test_without_resuming_a_run_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    path.write_bytes(LINE)
    assert Journal(path, resume=False).result("a") is None


def test_a_finished_run_leaves_no_journal(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal", resume=False)
    journal.add("a", {})
    journal.close(finished=True)
    assert list(tmp_path.iterdir()) == []


def test_no_journal_is_kept_where_there_is_no_place_for_one() -> None:
    journal = Journal(None, resume=False)
    journal.add("a", {})
    journal.close(finished=True)
    assert journal.result("a") is None


def test_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("years of work")
    (tmp_path / "journal").symlink_to(tmp_path / "precious")
    for resume in (True, False):
        with pytest.raises(UsageError, match="cannot write the journal"):
            Journal(tmp_path / "journal", resume=resume)
    assert (tmp_path / "precious").read_text() == "years of work"


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot write the journal"):
        Journal(tmp_path / "no" / "journal", resume=False)


def test_a_run_that_did_nothing_leaves_no_journal(tmp_path: Path) -> None:
    Journal(tmp_path / "journal", resume=False).close(finished=False)
    assert list(tmp_path.iterdir()) == []
