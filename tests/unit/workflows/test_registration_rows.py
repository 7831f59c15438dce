import json
from io import StringIO
from pathlib import Path

import pytest

from scormcloud_cli.api.errors import UsageFault
from scormcloud_cli.terminal.streams import Terminal
from scormcloud_cli.workflows import registration_rows as rows


def read(text: str, course_id: str | None = None) -> rows.Rows:
    terminal = Terminal(StringIO(text), StringIO(), StringIO(), environ={})
    return rows.read("-", terminal, course_id)


def test_columns_are_known_by_their_names_in_any_order() -> None:
    row = read("tags,learnerId,id,courseId,firstName\na; b,ann,r1,golf,Ann\n").rows[0]
    assert (row.new.id, row.new.course_id, row.new.learner_id) == ("r1", "golf", "ann")
    assert (row.new.first_name, row.new.tags, row.line) == ("Ann", ("a", "b"), 2)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_spreadsheets_part_cells_as_they_like(mark: str) -> None:
    assert read(f"\ufefflearnerId{mark}courseId\nann{mark}golf\n".lstrip("\ufeff")).rows


def test_lines_of_json_are_read_nested_or_flat() -> None:
    lines = [
        {"courseId": "golf", "learner": {"id": "ann", "lastName": "Lee"}, "tags": ["a"]},
        {"course": "golf", "learner": "bob"},
    ]
    found = read("\n".join(json.dumps(line) for line in lines))
    assert [row.new.learner_id for row in found.rows] == ["ann", "bob"]
    assert (found.rows[0].new.last_name, found.rows[0].new.tags) == ("Lee", ("a",))


def test_an_id_is_made_of_course_and_learner_the_same_each_time() -> None:
    text = "courseId,learnerId\ngolf,ann\ngolf,bob\n"
    first, second = ([row.new.id for row in read(text).rows] for _ in range(2))
    assert first == second
    assert len(set(first)) == 2


def test_a_course_is_given_to_rows_that_name_none() -> None:
    found = read("courseId,learnerId\n,ann\ntennis,bob\n", "golf").rows
    assert [row.new.course_id for row in found] == ["golf", "tennis"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("courseId,learnerId\n,ann\ngolf,\n", "line 2: courseId is missing; line 3: learnerId"),
        ("courseId,learner\ngolf,ann\ngolf,ann\n", "line 3: registration .* stands in line 2"),
        ("courseId,lerner\ngolf,ann\n", "no column 'lerner'"),
        ("courseId,learner\ngolf,ann,x\n", "line 2 has 3 cells"),
        ('courseId,learner\ngolf,"ann\n', "is not CSV"),
        ("courseId,learner,version\ngolf,ann,new\n", "courseVersion must be a whole number"),
        ('{"courseId": "golf"\n', "line 1 is not JSON"),
        ('{"courseId": "golf", "lerner": 1}', "no field 'lerner'"),
    ],
)
def test_rows_that_are_not_what_they_must_be_are_told_with_their_lines(
    text: str, message: str
) -> None:
    with pytest.raises(UsageFault, match=message):
        read(text)


def test_failures_are_written_as_they_were(tmp_path: Path) -> None:
    found = read('courseId,learnerId,firstName\ngolf,ann,"A, n"\ngolf,bob,B\n')
    rows.write_failed(tmp_path / "failed.csv", found, found.rows[:1])
    kept = (tmp_path / "failed.csv").read_text()
    assert kept.splitlines() == ["courseId,learnerId,firstName", 'golf,ann,"A, n"']
