"""Whatever is done to a package, it is read or refused: never another exception."""

import io
import zipfile
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from scormcloud_cli.packages import InvalidPackage, read_package
from tests.unit.packages.course_zips import SAMPLES

CONTENTS = [path.read_bytes() for path in sorted(SAMPLES.glob("*.zip"))]

# Bytes changed, at places counted from the start and, for the directory, from the end.
CHANGES = st.lists(
    st.tuples(st.integers(-700, 700), st.binary(min_size=0, max_size=8)), min_size=1, max_size=6
)


def read_or_refuse(content: bytes) -> None:
    with suppress(InvalidPackage):
        package = read_package(io.BytesIO(content))
        for name in package.files:
            with package.archive.open(name) as stream:
                stream.read(100_000)


def changed(content: bytes, changes: list[tuple[int, bytes]]) -> bytes:
    result = bytearray(content)
    for place, replacement in changes:
        start = place % len(result)
        result[start : start + len(replacement)] = replacement
    return bytes(result)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(CONTENTS), CHANGES)
def test_a_zip_with_changed_bytes_is_read_or_refused(
    content: bytes, changes: list[tuple[int, bytes]]
) -> None:
    read_or_refuse(changed(content, changes))


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(CONTENTS), st.integers(0, 4000), st.integers(0, 4000))
def test_a_zip_with_a_part_cut_out_is_read_or_refused(content: bytes, start: int, end: int) -> None:
    read_or_refuse(content[: min(start, end)] + content[max(start, end) :])


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(CONTENTS), CHANGES)
def test_a_package_with_changed_descriptors_is_read_or_refused(
    content: bytes, changes: list[tuple[int, bytes]]
) -> None:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as original,
        zipfile.ZipFile(stream, "w") as archive,
    ):
        for name in original.namelist():
            text = original.read(name)
            is_descriptor = name.endswith((".xml", ".crs", ".au", ".des", ".cst"))
            archive.writestr(name, changed(text, changes) if is_descriptor else text)
    read_or_refuse(stream.getvalue())
