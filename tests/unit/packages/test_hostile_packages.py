"""Whatever is done to a package, it is read or refused: never another exception, never a write."""

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scormcloud_cli.packages import InvalidPackage
from scormcloud_cli.packages.check import check
from scormcloud_cli.packages.differences import compare
from scormcloud_cli.packages.fingerprint import fingerprint
from scormcloud_cli.packages.inspection import inspect
from tests.unit.packages.golden_packages import sources

CONTENTS = [package.getvalue() for package in sources().values()]
DESCRIPTORS = (".xml", ".crs", ".au", ".des", ".cst", ".pre")

# A few hundred inputs each time, thousands in the nightly run.
TIMES = 1 if settings().derandomize else 15
PACKAGE_SECONDS = 2

# Bytes changed, at places counted from the start and, for the directory, from the end.
CHANGES = st.lists(
    st.tuples(st.integers(-700, 700), st.binary(min_size=0, max_size=8)), min_size=1, max_size=6
)
# What descriptors are made of, to be put where it was not meant to stand.
PIECES = st.lists(
    st.tuples(
        st.integers(0, 4000),
        st.sampled_from(
            [
                *(
                    b"<item>",
                    b"</item>",
                    b"<resource ",
                    b'href="../../x"',
                    b'identifier="R"',
                    b"<!--",
                ),
                *(b'xml:base="/"', b"&lt;", b"&amp;", b"&#0;", b"<![CDATA[", b"]]>", b"\xff\xfe"),
                *(b"<manifest>", b"</manifest>", b'default="O"', b"<title/>", b"\0", b'"', b"'"),
                *(b'encoding="utf-7"', b'identifierref="I"', b"%2e%2e/", b"1e999", b"-1", b"\r"),
            ]
        ),
    ),
    min_size=1,
    max_size=8,
)


def look_at_all_of(content: bytes) -> None:
    checked = check(io.BytesIO(content))
    assert checked.package is not None or checked.problems
    if checked.package is None:
        return
    inspect(checked.package)
    with suppress(InvalidPackage):
        fingerprint(io.BytesIO(content))
        compare(checked.package, checked.package)


def changed(content: bytes, changes: list[tuple[int, bytes]]) -> bytes:
    result = bytearray(content)
    for place, replacement in changes:
        start = place % len(result)
        result[start : start + len(replacement)] = replacement
    return bytes(result)


def with_descriptors(content: bytes, change: "list[tuple[int, bytes]]", insert: bool) -> bytes:
    """Return a package whose descriptors are changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as original, zipfile.ZipFile(stream, "w") as archive:
        for name in original.namelist():
            text = original.read(name)
            if name.lower().endswith(DESCRIPTORS):
                text = inserted(text, change) if insert else changed(text, change)
            archive.writestr(name, text)
    return stream.getvalue()


def inserted(content: bytes, pieces: list[tuple[int, bytes]]) -> bytes:
    for place, piece in pieces:
        at = place % (len(content) + 1)
        content = content[:at] + piece + content[at:]
    return content


@settings(max_examples=90 * TIMES, deadline=PACKAGE_SECONDS * 1000)
@given(st.sampled_from(CONTENTS), CHANGES)
def test_a_zip_with_changed_bytes_is_read_or_refused(
    content: bytes, changes: list[tuple[int, bytes]]
) -> None:
    look_at_all_of(changed(content, changes))


@settings(max_examples=60 * TIMES, deadline=PACKAGE_SECONDS * 1000)
@given(st.sampled_from(CONTENTS), st.integers(0, 4000), st.integers(0, 4000))
def test_a_zip_with_a_part_cut_out_is_read_or_refused(content: bytes, start: int, end: int) -> None:
    look_at_all_of(content[: min(start, end)] + content[max(start, end) :])


@settings(max_examples=90 * TIMES, deadline=PACKAGE_SECONDS * 1000)
@given(st.sampled_from(CONTENTS), CHANGES)
def test_a_package_with_changed_descriptors_is_read_or_refused(
    content: bytes, changes: list[tuple[int, bytes]]
) -> None:
    with suppress(RuntimeError):  # an encrypted one cannot be read, and so not be changed
        look_at_all_of(with_descriptors(content, changes, insert=False))


@settings(max_examples=100 * TIMES, deadline=PACKAGE_SECONDS * 1000)
@given(st.sampled_from(CONTENTS), PIECES)
def test_a_package_with_misplaced_markup_is_read_or_refused(
    content: bytes, pieces: list[tuple[int, bytes]]
) -> None:
    with suppress(RuntimeError):
        look_at_all_of(with_descriptors(content, pieces, insert=True))


def test_a_zip_that_would_unpack_to_far_more_than_it_holds_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imsmanifest.xml", "<manifest/>")
        archive.writestr("zeros.bin", bytes(4 * 1024 * 1024))
    # The directory lies: it claims what would take long to make.
    content = bytearray(stream.getvalue())
    start = content.rindex(b"PK\x01\x02")
    content[start + 24 : start + 28] = (3 * 1024**3).to_bytes(4, "little")

    assert [problem.code for problem in check(io.BytesIO(bytes(content))).problems] == ["zip_bomb"]


def test_files_that_share_their_bytes_are_a_bomb_as_well() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.bin", bytes(8 * 1024 * 1024))
        entry = archive.infolist()[0]
        for number in range(200):
            twin = zipfile.ZipInfo(f"{number}.bin")
            for name in ("header_offset", "CRC", "compress_size", "file_size", "compress_type"):
                setattr(twin, name, getattr(entry, name))
            archive.filelist.append(twin)
            archive.NameToInfo[twin.filename] = twin

    assert [problem.code for problem in check(stream).problems] == ["zip_bomb"]


def test_only_the_directory_and_the_descriptors_are_read() -> None:
    class Counting(io.BytesIO):
        count = 0

        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            self.count += len(data)
            return data

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        with zipfile.ZipFile(io.BytesIO(sources()["sample-scorm12"].getvalue())) as sample:
            for name in sample.namelist():
                archive.writestr(name, sample.read(name))
        archive.writestr("film.mp4", bytes(32 * 1024 * 1024))
    package = Counting(stream.getvalue())

    assert check(package).package is not None
    assert package.count < 64 * 1024


def test_nothing_is_written_wherever_a_package_points(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    for content in CONTENTS:
        look_at_all_of(content)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
