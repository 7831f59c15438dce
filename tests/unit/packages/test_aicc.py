"""AICC courses: four tables and an INI file, each as its tool wrote it."""

import pytest

from scormcloud_cli.packages import Activity, ActivityKind, InvalidPackage, Package, read_package
from tests.unit.packages.course_zips import zipped

COURSE = (
    "[Course]\nCourse_ID=c1\nCourse_Title=Fire drill\n[Course_Description]\nOf fire.\nTwo lines.\n"
)
UNITS = '"system_id","file_name","mastery_score"\n"A1","one.html","80"\n"A2","two.html",""\n'
TITLES = '"system_id","title"\n"A1","One"\n"A2","Two"\n"B1","Unit"\n'
STRUCTURE = '"block","member","member"\n"ROOT","B1","A2"\n"B1","A1"\n'
FILES = {
    "c.crs": COURSE,
    "c.au": UNITS,
    "c.des": TITLES,
    "c.cst": STRUCTURE,
    "one.html": "",
    "two.html": "",
}


def read(**changes: str | bytes | None) -> Package:
    files = {**FILES, **{f"c.{suffix}": content for suffix, content in changes.items()}}
    return read_package(zipped({n: content for n, content in files.items() if content is not None}))


def titles(activity: Activity) -> list[str]:
    return [child.title for child in activity.walk()]


def test_a_course_is_a_tree_of_blocks_and_units() -> None:
    package = read()

    assert (package.standard, package.identifier) == ("AICC", "c1")
    assert package.description == "Of fire.\nTwo lines."
    assert titles(package.root_activity) == ["Fire drill", "Unit", "One", "Two"]
    assert package.root_activity.children[0].kind == ActivityKind.AGGREGATION
    assert package.warnings == ()


def test_a_unit_is_read_column_by_column() -> None:
    units = (
        "System_ID, File_Name, Max_Score, Mastery_Score, Max_Time_Allowed, Time_Limit_Action, "
        "Core_Vendor, Web_Launch\r\n"
        'A1, one.html, 50, 40, 00:30:00, "C,N", level=2, a=1&b=2\r\n'
    )

    (unit,) = read(au=units, cst="Block,Member\r\nROOT,A1\r\n").root_activity.children

    assert unit.scaled_passing_score == 0.8
    assert (unit.max_time_allowed, unit.time_limit_action) == ("00:30:00", "C,N")
    assert unit.launch_data == "level=2"
    assert unit.href == "one.html?a=1&b=2"


def test_names_and_identifiers_are_compared_without_case() -> None:
    package = read_package(
        zipped({name.upper(): content.upper() for name, content in FILES.items()})
    )

    assert titles(package.root_activity) == ["FIRE DRILL", "UNIT", "ONE", "TWO"]


def test_a_file_of_another_name_is_taken_when_it_is_the_only_one() -> None:
    files = {**FILES, "other.au": FILES["c.au"]}
    del files["c.au"]

    assert titles(read_package(zipped(files)).root_activity)[-1] == "Two"


def test_prerequisites_are_read() -> None:
    package = read(pre="structure_element,prerequisite\nA2,A1\nB1,A2\n")

    unit_1, lesson_2 = package.root_activity.children
    assert (unit_1.prerequisites, lesson_2.prerequisites) == ("A2", "A1")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_any_encoding_that_tools_write(encoding: str) -> None:
    course = "[Course]\r\nCourse_Title=Déjà vu\r\n".encode(encoding)

    assert read(crs=course).title == "Déjà vu"


def test_without_a_structure_units_follow_each_other() -> None:
    package = read(cst=None)

    assert titles(package.root_activity) == ["Fire drill", "One", "Two"]
    assert ".cst" in package.warnings[0]


def test_without_titles_identifiers_stand_for_them() -> None:
    package = read(des=None)

    assert titles(package.root_activity) == ["Fire drill", "B1", "A1", "A2"]
    assert ".des" in package.warnings[0]


def test_without_a_title_the_course_is_called_by_its_file() -> None:
    assert read(crs="[Course]\n").title == "c"


def test_a_structure_that_loops_or_repeats_has_an_end() -> None:
    package = read(cst="block,member\nROOT,B1,A1\nB1,B1,A1,B2\nB2,B1,A1,A2\n")

    assert titles(package.root_activity) == ["Fire drill", "Unit", "One", "B2", "Two"]
    assert len(package.warnings) == 2


def test_a_structure_a_thousand_blocks_deep_has_an_end() -> None:
    rows = "".join(f"B{n},B{n + 1}\n" for n in range(1, 1000))

    package = read(cst=f"block,member\nROOT,A1,B1\n{rows}")

    assert titles(package.root_activity)[1] == "One"


def test_a_member_that_does_not_exist_is_a_warning() -> None:
    assert "'A9'" in read(cst="block,member\nROOT,A1,A9\n").warnings[0]


def test_units_that_the_structure_leaves_out_are_a_warning() -> None:
    package = read(cst="block,member\nROOT,A1\n")

    assert titles(package.root_activity) == ["Fire drill", "One"]
    assert [problem.code for problem in package.problems] == ["unplaced_unit"]
    assert "'A2'" in package.warnings[0]


@pytest.mark.parametrize("structure", ["block,member\n", "block,member\nB1,A2\n", ""])
def test_without_a_root_in_the_structure_units_follow_each_other(structure: str) -> None:
    package = read(cst=structure)

    assert titles(package.root_activity) == ["Fire drill", "One", "Two"]
    assert [problem.code for problem in package.problems] == ["bad_structure"]


def test_tables_of_more_cells_than_any_course_are_refused() -> None:
    header = "system_id,file_name" + ",x" * 1_000_000

    with pytest.raises(InvalidPackage) as refusal:
        read(au=f"{header}\nA1,one.html\n")
    assert refusal.value.code == "too_complex"


def test_a_unit_without_a_file_is_a_warning() -> None:
    package = read(au="system_id,file_name\nA1,\nA2,two.html\n")

    assert [activity.launch for activity in package.root_activity.walk()].count("two.html") == 1
    assert "unit 'A1' has no File_Name" in package.warnings[0]


@pytest.mark.parametrize("units", [None, "", "system_id,file_name\n", "file_name\nx.html\n"])
def test_a_course_without_units_is_refused(units: str | None) -> None:
    with pytest.raises(InvalidPackage) as refusal:
        read(au=units)
    assert (refusal.value.code, refusal.value.file) == ("nothing_to_launch", "c.crs")


def test_a_table_that_cannot_be_read_is_refused_with_its_line() -> None:
    with pytest.raises(InvalidPackage) as refusal:
        read(au="system_id,file_name\nA1," + "x" * 200_000 + "\n")
    assert (refusal.value.code, refusal.value.file) == ("malformed_aicc", "c.au")
    assert refusal.value.line == 2


def test_a_table_longer_than_any_course_is_refused() -> None:
    with pytest.raises(InvalidPackage) as refusal:
        read(des="system_id,title\n" + "A1,x\n" * 30_000)
    assert refusal.value.code == "too_complex"
