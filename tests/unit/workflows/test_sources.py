from pathlib import Path

import pytest

from scormcloud_cli.api.errors import JobFailed, UsageError
from scormcloud_cli.packages import read_package
from scormcloud_cli.workflows import sources
from tests.support.environs import SAMPLES
from tests.unit.workflows.fakes import Recorder


@pytest.mark.parametrize(
    ("source", "course_id"),
    [
        ("golf.zip", "golf"),
        ("build/golf.v2.zip", "golf.v2"),
        ("my course (final).zip", "my-course-final"),
        ("Gölf.pdf", "Gölf"),
        ("https://files.example/a/golf%20explained.zip?token=x", "golf-explained"),
        ("https://files.example/golf/", "golf"),
    ],
)
def test_the_id_of_a_course_is_made_of_the_name_of_its_source(source: str, course_id: str) -> None:
    assert sources.default_id(source) == course_id


def test_the_name_of_a_folder_has_no_ending(tmp_path: Path) -> None:
    (tmp_path / "golf.v2").mkdir()
    assert sources.default_id(str(tmp_path / "golf.v2")) == "golf.v2"


@pytest.mark.parametrize("source", ["(!).zip", "https://files.example/"])
def test_where_the_name_has_nothing_for_an_id_one_is_asked_for(source: str) -> None:
    with pytest.raises(UsageError) as refused:
        sources.default_id(source)
    assert refused.value.hint == "give one with --id"


def test_each_source_becomes_a_course_of_its_own() -> None:
    assert sources.course_ids(("a/golf.zip", "tennis"), None) == {
        "a/golf.zip": "golf",
        "tennis": "tennis",
    }
    assert sources.course_ids(("golf.zip",), "x") == {"golf.zip": "x"}


@pytest.mark.parametrize(
    ("names", "chosen", "message"),
    [
        (("golf.zip", "tennis.zip"), "x", "--id names one course"),
        (("a/golf.zip", "b/golf.zip"), None, "a/golf.zip and b/golf.zip would both become course"),
        (("golf.zip", "golf.zip"), None, "would both become course golf"),
    ],
)
def test_sources_that_do_not_become_courses_of_their_own_are_refused(
    names: tuple[str, ...], chosen: str | None, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        sources.course_ids(names, chosen)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("golf.zip", "application/zip"),
        ("golf", "application/zip"),
        ("TALK.MP4", "video/mp4"),
        ("https://files.example/talk.mp3?x=.zip", "audio/mpeg"),
    ],
)
def test_the_kind_of_a_source_is_told_by_its_name(source: str, kind: str) -> None:
    assert sources.content_type(source) == kind
    assert sources.is_media(source) == (kind != "application/zip")


def test_a_folder_is_no_media_file_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "talk.mp4").mkdir()
    assert not sources.is_media(str(tmp_path / "talk.mp4"))
    assert sources.file_name(str(tmp_path / "talk.mp4")) == "talk.mp4.zip"


def test_a_folder_is_opened_as_a_zip_of_it(reporter: Recorder, folder: Path) -> None:
    with (
        sources.opened(str(folder), reporter) as file,
        (SAMPLES / "scorm12.zip").open("rb") as sample,
    ):
        assert file.tell() == 0
        assert read_package(file).title == read_package(sample).title


def test_what_is_left_out_of_a_folder_is_told(reporter: Recorder, folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / "scloud.toml").touch()
    (folder / "link").symlink_to(folder)
    with sources.opened(str(folder), reporter):
        pass
    assert reporter.details == [f"{folder}: left out: .git, scloud.toml"]
    assert reporter.warnings == [f"{folder / 'link'} is a symbolic link and is left out"]


def test_what_is_no_package_is_refused_with_what_tells_more(
    reporter: Recorder, tmp_path: Path
) -> None:
    text = tmp_path / "golf.zip"
    text.write_text("no zip")
    with sources.opened(str(text), reporter) as file, pytest.raises(JobFailed) as refused:
        sources.read(str(text), file)
    assert refused.value.hint == f"scloud course check {text}"


def test_the_first_error_of_a_package_is_told_and_the_others_counted(
    reporter: Recorder, folder: Path
) -> None:
    (folder / "imsmanifest.xml").unlink()
    with (
        sources.opened(str(folder), reporter) as file,
        pytest.raises(JobFailed, match=r"^golf: ") as failed,
    ):
        sources.check_package("golf", file, reporter)
    assert failed.value.hint == "scloud course check golf; --no-check goes on all the same"


def test_the_warnings_of_a_package_are_details(reporter: Recorder, folder: Path) -> None:
    (folder / "aux.txt").write_bytes(b"a name that Windows cannot have")
    with sources.opened(str(folder), reporter) as file:
        sources.check_package("golf", file, reporter)
    [detail] = reporter.details
    assert detail.startswith("golf: aux.txt: ")
    assert reporter.warnings == []
