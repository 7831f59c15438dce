import json
from pathlib import Path

import pytest

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.workflows import registration_rows as rows


def read(text: str, course_id: str | None = None) -> rows.Rows:
    return rows.read("-", text, course_id)


def test_columns_are_known_by_their_names_in_any_order() -> None:
    row = read("tags,learnerId,id,courseId,firstName\na; b,ann,r1,golf,Ann\n").rows[0]
    assert (row.new.id, row.new.course_id, row.new.learner_id) == ("r1", "golf", "ann")
    assert (row.new.first_name, row.new.tags, row.line) == ("Ann", ("a", "b"), 2)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_spreadsheets_part_cells_as_they_like(mark: str) -> None:
    assert read(f"learnerId{mark}courseId\nann{mark}golf\n").rows


def test_what_keeps_a_spreadsheet_from_running_a_cell_is_taken_off_again() -> None:
    table = read("courseId,learnerId\n'-golf,'=ann\n")
    assert (table.rows[0].new.course_id, table.rows[0].new.learner_id) == ("-golf", "=ann")
    assert table.rows[0].written == {"courseId": "'-golf", "learnerId": "'=ann"}
    [row] = read('{"courseId": "golf", "learnerId": "\'=ann"}').rows
    assert row.new.learner_id == "'=ann"


def test_lines_of_json_are_read_nested_or_flat() -> None:
    lines = [
        {"courseId": "golf", "learner": {"id": "ann", "lastName": "Lee"}, "tags": ["a"]},
        {"course": "golf", "learner": "bob"},
    ]
    table = read("\n".join(json.dumps(line) for line in lines))
    assert [row.new.learner_id for row in table.rows] == ["ann", "bob"]
    assert (table.rows[0].new.last_name, table.rows[0].new.tags) == ("Lee", ("a",))


def test_an_id_is_made_of_course_and_learner_the_same_each_time() -> None:
    text = "courseId,learnerId\ngolf,ann\ngolf,bob\n"
    first, second = ([row.new.id for row in read(text).rows] for _ in range(2))
    assert first == second
    assert len(set(first)) == 2


def test_a_course_is_given_to_rows_that_name_none() -> None:
    table = read("courseId,learnerId\n,ann\ntennis,bob\n", "golf")
    assert [row.new.course_id for row in table.rows] == ["golf", "tennis"]


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
    with pytest.raises(UsageError, match=message):
        read(text)


def test_failures_are_written_as_they_were(tmp_path: Path) -> None:
    table = read('courseId,learnerId,firstName\ngolf,ann,"A, n"\ngolf,bob,B\n')
    rows.write_failed(tmp_path / "failed.csv", table, table.rows[:1])
    kept = (tmp_path / "failed.csv").read_text()
    assert kept.splitlines() == ["courseId,learnerId,firstName", 'golf,ann,"A, n"']


def test_failures_of_json_are_lines_of_json(tmp_path: Path) -> None:
    lines = '{"course": "golf", "learner": "ann"}\n{"course": "golf", "learner": "bob"}\n'
    table = read(lines)
    rows.write_failed(tmp_path / "failed.jsonl", table, table.rows[1:])
    kept = (tmp_path / "failed.jsonl").read_text()
    assert kept == '{"course": "golf", "learner": "bob"}\n'


def test_a_file_is_read_where_no_text_is_given_with_or_without_a_byte_order_mark(
    tmp_path: Path,
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("courseId,learnerId\ngolf,ann\n", "utf-8-sig")
    assert rows.read(str(path), None, None).rows[0].new.course_id == "golf"


@pytest.mark.parametrize(
    ("content", "code"), [(None, "file_not_found"), (b"\xff\xfe", "file_not_text")]
)
def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, content: bytes | None, code: str
) -> None:
    path = tmp_path / "rows.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError) as refused:
        rows.read(str(path), None, None)
    assert refused.value.code == code


def test_what_an_export_tells_beyond_is_passed_over() -> None:
    table = read("course.id,learner.id,registrationCompletion\ngolf,ann,COMPLETED\n")
    assert table.rows[0].new.learner_id == "ann"


def test_a_row_is_named_by_its_registration() -> None:
    assert str(read("id,course,learner\nr1,golf,ann\n").rows[0]) == "r1"


def test_of_many_wrong_rows_the_first_are_told_and_the_rest_counted() -> None:
    with pytest.raises(UsageError, match=r"line 11: courseId is missing; and 2 more$"):
        read("courseId,learnerId\n" + ",ann\n" * 12)
