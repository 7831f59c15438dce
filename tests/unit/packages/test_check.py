"""What a check says of whole packages, and in how many lines."""

import io
import os
import zipfile
from collections.abc import Mapping

import pytest

from scormcloud_cli.packages.check import check
from scormcloud_cli.packages.problems import Problem, Severity
from tests.unit.packages.course_zips import PAGE, RESOURCE, manifest, scorm, zipped


def problems(text: str, files: Mapping[str, str | bytes] | None = None) -> list[Problem]:
    return list(check(scorm(text, files)).problems)


def codes(text: str, files: Mapping[str, str | bytes] | None = None) -> list[str]:
    return [problem.code for problem in problems(text, files)]


def resource(*hrefs: str, href: str = "index.html") -> str:
    files = "".join(f'<file href="{name}"/>' for name in hrefs)
    return f'<resource identifier="page" adlcp:scormtype="sco" href="{href}">{files}</resource>'


def linked(target: str) -> io.BytesIO:
    """Return a package with ``lib/link.js``, a symbolic link to *target*."""
    stream = scorm(manifest())
    link = zipfile.ZipInfo("lib/link.js")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(link, target)
    return stream


def test_an_escaped_slash_is_a_slash() -> None:
    text = manifest(resources=resource("js%2Fdata.js", "js%2fmore.js", href="a%2Fpage.html"))

    files = {"js/data.js": "", "js/more.js": "", "a/page.html": PAGE}
    assert codes(text, files) == ["unreferenced_files"]


def test_a_listed_file_outside_the_package_is_a_warning_like_a_missing_one() -> None:
    text = manifest(resources=resource("index.html", "../x.js", "a%2F..%2F..%2Fy.js", "gone.js"))

    assert [(problem.code, problem.severity) for problem in problems(text)] == [
        ("file_leaves_package", "warning"),
        ("file_leaves_package", "warning"),
        ("missing_file", "warning"),
    ]


def test_many_problems_of_one_kind_are_one_with_their_number_and_the_first_few() -> None:
    text = manifest(resources=resource("index.html", *(f"{n}.png" for n in range(100))))

    (problem,) = problems(text)

    assert (problem.code, problem.count) == ("missing_file", 100)
    assert "'0.png'" in problem.message
    assert "'2.png'" in problem.message
    assert "'3.png'" not in problem.message
    assert "97 more" in problem.message


def test_a_few_problems_of_one_kind_keep_their_lines() -> None:
    text = manifest(resources=resource("index.html", "\na.png", "b.png"))

    assert [problem.count for problem in problems(text)] == [1, 1]


def test_a_missing_launch_file_is_told_once() -> None:
    text = manifest(
        '<item identifier="a" identifierref="page"/><item identifier="b" identifierref="page"/>',
        resource("start.html", href="start.html"),
    )

    assert [code for code in codes(text) if "missing" in code] == ["missing_launch_file"]


def test_a_launch_file_that_differs_in_case_is_an_error_with_the_right_name_in_its_advice() -> None:
    text = manifest(resources=resource("Index.HTML", href="Index.HTML"))

    (problem,) = problems(text)

    assert (problem.code, problem.severity) == ("launch_differs_in_case", Severity.ERROR)
    assert "'index.html'" in problem.advice


def test_another_file_that_differs_in_case_is_a_warning_with_the_right_name_in_its_advice() -> None:
    text = manifest(resources=resource("index.html", "JS/Data.js"))

    (problem,) = problems(text, {"js/data.js": ""})

    assert (problem.code, problem.severity) == ("differs_in_case", Severity.WARNING)
    assert "'js/data.js'" in problem.advice


def test_a_decomposed_name_is_found_and_told_apart() -> None:
    text = manifest(resources=resource("index.html", "u\u0308bung.html", "\u00fc.html"))

    (problem,) = problems(text, {"\u00fcbung.html": "", "\u00fc.html": ""})

    assert problem.code == "differs_in_encoding"
    assert r"'u\u0308bung.html'" in problem.message
    assert r"'\xfcbung.html'" in problem.message


@pytest.mark.parametrize("encoding", ["cp850", "cp1252"])
def test_a_name_in_an_old_code_page_is_found(encoding: str) -> None:
    text = manifest(resources=resource("index.html", "\u00d8velse.html"))
    content = scorm(text, {"Xvelse.html": ""}).getvalue()
    content = content.replace(b"Xvelse.html", "\u00d8velse.html".encode(encoding))

    found = [problem.code for problem in check(io.BytesIO(content)).problems]

    assert found == ["differs_in_encoding"]


def test_names_that_macos_takes_for_one_are_shown_apart() -> None:
    found = check(scorm(manifest(), {"\u00fc.js": "", "u\u0308.js": ""})).problems

    (problem,) = [problem for problem in found if problem.code == "names_differ_in_case"]
    assert r"'\xfc.js' and 'u\u0308.js'" in problem.message


def test_what_was_noted_before_a_package_is_refused_is_told() -> None:
    text = manifest('<item identifier="lesson-1" identifierref="gone"/>')

    found = problems(text)

    assert sorted(problem.code for problem in found) == ["missing_resource", "nothing_to_launch"]
    assert any("'lesson-1'" in problem.message for problem in found)


@pytest.mark.parametrize("folder", ["", "courses/"])
def test_a_zip_of_zips_is_called_one(folder: str) -> None:
    inner = scorm(manifest()).getvalue()

    checked = check(zipped({f"{folder}a.zip": inner, f"{folder}b.zip": inner, "read.me": ""}))

    (problem,) = checked.problems
    assert problem.code == "zip_of_zips"
    assert f"'{folder}a.zip', '{folder}b.zip'" in problem.message


@pytest.mark.parametrize("target", ["/etc/passwd", "../../passwd", "C:\\x.js", "\\\\host\\x"])
def test_a_symbolic_link_out_of_the_package_is_an_error(target: str) -> None:
    assert [problem.code for problem in check(linked(target)).problems] == ["unsafe_path"]


def test_a_symbolic_link_inside_the_package_is_a_warning() -> None:
    assert [problem.code for problem in check(linked("../index.html")).problems] == [
        "symbolic_link"
    ]


def test_a_file_of_over_100_mb_that_shrinks_to_a_thousandth_is_an_error() -> None:
    stream = scorm(manifest(), {"film.mp4": bytes(5_000_000), "real.bin": os.urandom(500_000)})
    content = bytearray(stream.getvalue())
    size = content.index(b"film.mp4", content.index(b"PK\x01\x02")) - 46 + 24

    def found_with(claim: int) -> list[str]:
        content[size : size + 4] = claim.to_bytes(4, "little")
        return [problem.code for problem in check(io.BytesIO(bytes(content))).problems]

    assert "zip_bomb" not in found_with(99 * 1024**2)
    assert found_with(101 * 1024**2) == ["zip_bomb"]


def test_a_file_that_no_resource_lists_is_noted_whatever_case_its_launch_has() -> None:
    text = manifest(resources=RESOURCE.replace("index.html", "INDEX.html"))

    assert codes(text) == ["launch_differs_in_case"]
