"""``scloud course inspect``, ``check``, ``pack`` and ``diff`` as users run them."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.environs import SAMPLES
from tests.support.results import Run

NewId = Callable[[str], str]
SAMPLE_FILES = sorted(SAMPLES.glob("*.zip"))


def test_a_package_is_inspected_in_full_in_a_pipe(scloud: Run) -> None:
    found = scloud("course", "inspect", str(SAMPLES / "two-scos.zip")).json
    assert found["courseLearningStandard"] == "SCORM12"
    unit = found["rootActivity"]["children"][0]
    assert [each["href"] for each in unit["children"]] == [
        "lesson1/index.html",
        "lesson2/index.html?step=2",
    ]
    assert found["resources"][0]["dependencies"] == ["shared"]
    assert found["fileCount"] == len(found["files"])


def test_a_package_is_a_tree_on_a_terminal(scloud_on_terminal: Run) -> None:
    text = scloud_on_terminal("course", "inspect", str(SAMPLES / "two-scos.zip")).text
    assert "SCORM12" in text
    assert "└── Lesson 2: the meeting point → lesson2/index.html?step=2 (passing score 0.7)" in text


def test_a_folder_is_inspected_as_its_zip_would_be(scloud: Run, folder: Path) -> None:
    zipped = scloud("course", "inspect", str(SAMPLES / "scorm12.zip")).json
    plain = scloud("course", "inspect", str(folder)).json
    assert plain["rootActivity"] == zipped["rootActivity"]


def test_a_media_file_is_inspected(scloud: Run, tmp_path: Path) -> None:
    (tmp_path / "talk.pdf").write_bytes(b"%PDF-1.7")
    found = scloud("course", "inspect", "talk.pdf").json
    assert (found["title"], found["contentType"]) == ("talk", "application/pdf")
    (tmp_path / "song.mp3").write_bytes(b"no song")
    assert scloud("course", "inspect", "song.mp3").error["code"] == "not_media"


def test_what_is_no_package_cannot_be_inspected(scloud: Run, tmp_path: Path) -> None:
    done = scloud("course", "inspect", str(SAMPLES / "broken.zip"))
    assert (done.code, done.error["code"]) == (7, "malformed_xml")
    assert done.error["hint"].startswith("scloud course check")
    assert scloud("course", "inspect", "nothing.zip").code == 2


@pytest.mark.parametrize("sample", SAMPLE_FILES, ids=lambda path: str(path.stem))
def test_every_sample_is_checked(scloud: Run, sample: Path) -> None:
    done = scloud("course", "check", str(sample), "--strict")
    expected = (7, ["malformed_xml"]) if sample.stem == "broken" else (0, [])
    assert (done.code, [each["code"] for each in done.json]) == expected


def test_a_problem_tells_what_and_where_and_what_to_do(scloud: Run) -> None:
    done = scloud("course", "check", str(SAMPLES / "broken.zip"), str(SAMPLES / "aicc.zip"))
    assert done.json == [
        {
            "file": str(SAMPLES / "broken.zip"),
            "code": "malformed_xml",
            "severity": "error",
            "message": "The XML is not well-formed: mismatched tag.",
            "advice": "Fix the XML at that place.",
            "path": "imsmanifest.xml",
            "line": 19,
            "column": 5,
        }
    ]
    assert done.error["message"].startswith("1 of 2 packages would fail")


def test_warnings_fail_when_that_is_asked_for(scloud: Run, folder: Path) -> None:
    (folder / "aux.html").write_text("")
    assert scloud("course", "check", str(folder)).code == 0
    done = scloud("course", "check", str(folder), "--strict")
    assert done.code == 7
    assert "windows_name" in [each["code"] for each in done.json]


def test_problems_are_lines_for_people_on_a_terminal(scloud_on_terminal: Run) -> None:
    done = scloud_on_terminal("course", "check", str(SAMPLES / "broken.zip"), "-q")
    assert done.code == 7
    assert done.text.splitlines() == [
        str(SAMPLES / "broken.zip"),
        "  error: imsmanifest.xml:19:5: The XML is not well-formed: mismatched tag. "
        "[malformed_xml]",
        "    Fix the XML at that place.",
        f"error: 1 of 1 packages would fail: {SAMPLES / 'broken.zip'}",
    ]
    assert scloud_on_terminal("course", "check", str(SAMPLES / "aicc.zip")).text.endswith(
        "aicc.zip: no problems\n"
    )


def test_annotations_of_github_name_the_file_and_line_in_a_folder(
    scloud: Run, folder: Path
) -> None:
    manifest = folder / "imsmanifest.xml"
    manifest.write_text(manifest.read_text().replace("index.html", "start,1.html"))
    done = scloud("course", "check", "golf", "--format", "github", folder=folder.parent)
    assert done.code == 7
    first = done.out.splitlines()[0]
    assert first.startswith("::error file=golf/imsmanifest.xml,line=")
    assert "title=missing_launch_file::" in first
    in_zip = scloud("course", "check", str(SAMPLES / "broken.zip"), "--format", "github").out
    assert f"file={SAMPLES / 'broken.zip'},title=malformed_xml::imsmanifest.xml:19:5: " in in_zip


def test_a_sarif_document_holds_rules_results_and_places(scloud: Run) -> None:
    done = scloud("course", "check", str(SAMPLES / "broken.zip"), "--format", "sarif")
    assert done.code == 7
    document = json.loads(done.out)
    run = document["runs"][0]
    assert document["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["malformed_xml"]
    result = run["results"][0]
    assert (result["ruleId"], result["level"]) == ("malformed_xml", "error")
    place = result["locations"][0]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == str(SAMPLES / "broken.zip")
    assert place["logicalLocations"] == [{"fullyQualifiedName": "imsmanifest.xml:19:5"}]


def test_a_media_file_is_checked_by_its_content(scloud: Run, tmp_path: Path) -> None:
    (tmp_path / "talk.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "song.mp3").write_bytes(b"no song")
    done = scloud("course", "check", "talk.pdf", "song.mp3")
    assert (done.code, [each["code"] for each in done.json]) == (7, ["not_media"])


def test_a_course_with_errors_is_not_sent(scloud: Run, folder: Path, new_id: NewId) -> None:
    (folder / "index.html").unlink()
    course_id = new_id("golf")
    done = scloud("course", "import", str(folder), "--id", course_id, "--debug")
    assert (done.code, done.error["code"]) == (7, "missing_launch_file")
    assert "POST" not in done.err
    assert scloud("course", "import", str(folder), "--id", course_id, "--no-check").code == 0


def test_a_folder_is_packed_to_the_same_bytes_each_time(scloud: Run, folder: Path) -> None:
    (folder / ".DS_Store").write_text("junk")
    first = scloud("course", "pack", str(folder)).json
    package = folder.with_name("golf.zip")
    content = package.read_bytes()
    assert (first["file"], first["bytes"]) == (str(package), len(content))
    for path in folder.iterdir():
        path.touch()
    second = scloud("course", "pack", str(folder), "-O", "again.zip").json
    assert (folder.parent / "again.zip").read_bytes() == content
    assert second["fingerprint"] == first["fingerprint"]
    assert ".DS_Store" not in zipfile.ZipFile(package).namelist()


def test_a_course_with_errors_leaves_no_zip_behind(scloud: Run, folder: Path) -> None:
    (folder / "imsmanifest.xml").unlink()
    done = scloud("course", "pack", str(folder))
    assert (done.code, done.error["code"]) == (7, "no_manifest")
    assert [path.name for path in folder.parent.iterdir() if path.suffix != ".part"] == ["golf"]
    assert scloud("course", "pack", str(folder), "--no-check").code == 0


def test_links_are_left_out_of_a_pack_and_told(scloud: Run, folder: Path) -> None:
    (folder / "link.html").symlink_to("/etc/hostname")
    done = scloud("course", "pack", str(folder))
    assert (done.code, "link.html is a symbolic link" in done.err) == (0, True)
    assert "link.html" not in zipfile.ZipFile(folder.with_name("golf.zip")).namelist()


@pytest.mark.parametrize(
    "words", [("nothing",), ("golf", "-O", "golf/golf.zip"), ("golf", "-O", "no/where.zip")]
)
def test_what_cannot_be_packed_is_told(scloud: Run, folder: Path, words: tuple[str, ...]) -> None:
    assert scloud("course", "pack", *words).code == 2


def test_what_differs_from_the_course_is_told(over: Run, golf: str, folder: Path) -> None:
    same = over("course", "diff", str(SAMPLES / "scorm12.zip"), golf)
    assert same.json == {
        "courseId": golf,
        "version": 0,
        "same": True,
        "added": [],
        "removed": [],
        "changed": [],
        "manifest": [],
    }
    (folder / "new.js").write_text("// new")
    (folder / "scorm.js").unlink()
    manifest = folder / "imsmanifest.xml"
    text = manifest.read_text()
    manifest.write_text(text.replace("<adlcp:masteryscore>80", "<adlcp:masteryscore>90"))
    done = over("course", "diff", str(folder), golf, "--exit-code")
    assert done.code == 1
    assert (done.json["added"], done.json["removed"]) == (["new.js"], ["scorm.js"])
    assert "imsmanifest.xml" in done.json["changed"]
    assert any("scaledPassingScore was 0.8 and is 0.9" in each for each in done.json["manifest"])


def test_differences_are_lines_on_a_terminal(
    scloud_on_terminal: Run, golf: str, folder: Path
) -> None:
    (folder / "new.js").write_text("// new")
    lines = scloud_on_terminal("course", "diff", str(folder), golf).text.splitlines()
    assert "+ new.js" in lines


def test_a_course_that_is_not_there_has_no_differences(over: Run) -> None:
    done = over("course", "diff", str(SAMPLES / "scorm12.zip"), "nothing")
    assert (done.code, done.error["code"]) == (3, "course_not_found")


JUNK = ("scloud.toml", ".git/HEAD", ".gitignore", ".svn/entries", ".DS_Store", "Thumbs.db")


def _junk(folder: Path) -> None:
    for name in (*JUNK, "__MACOSX/._index.html"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).touch()


@pytest.mark.parametrize("verb", ["import", "publish"])
def test_what_is_no_part_of_a_course_is_not_sent(
    scloud: Run, folder: Path, new_id: NewId, verb: str
) -> None:
    course_id = new_id("golf")
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))
    _junk(folder)
    assert scloud("course", verb, str(folder), "--id", course_id).code == 0
    assert sorted(scloud("course", "asset", "list", course_id, "-o", "ids").out.split()) == files


def test_what_is_no_part_of_a_course_makes_no_difference(
    scloud: Run, folder: Path, golf: str
) -> None:
    before = scloud("course", "pack", str(folder)).json
    _junk(folder)
    assert scloud("course", "pack", str(folder)).json == before
    assert scloud("course", "check", str(folder)).json == []
    assert scloud("course", "diff", str(folder), golf).json["same"] is True


@pytest.mark.parametrize("verb", ["check", "inspect", "pack", "import", "publish", "diff"])
def test_what_was_left_out_of_a_folder_is_told_to_those_who_ask(
    scloud: Run, folder: Path, golf: str, verb: str
) -> None:
    (folder / ".DS_Store").touch()
    words = {"import": ("--id", golf, "--new-version"), "publish": ("--id", golf), "diff": (golf,)}
    command = ("course", verb, str(folder), *words.get(verb, ()))
    told = f"{folder}: left out: .DS_Store\n"
    assert told not in scloud(*command).err
    assert told in scloud(*command, "--verbose").err
