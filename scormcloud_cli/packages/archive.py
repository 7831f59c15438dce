"""Course packages as zip files: their names from the central directory, their content streamed."""

import copy
import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO, BinaryIO, Self

from scormcloud_cli.packages.errors import InvalidPackage
from scormcloud_cli.packages.problems import Problem, shortened

Source = str | os.PathLike[str] | BinaryIO

# A directory of 8 MiB lists some 80,000 files: more than any course has, and fits in memory.
_DIRECTORY_LIMIT = 8 * 1024 * 1024
_CHUNK = 64 * 1024
# Deflate shrinks text to a tenth and silence to a hundredth; a thousandth is its limit.
_BOMB_SIZE = 1024**3
_BOMB_RATIO = 200
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_JUNK = re.compile(
    r"(^|/)(__MACOSX/|\._[^/]*$|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE
)
_OTHER_FORMATS = {
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF document",
    b"<!DO": "a web page",
    b"<htm": "a web page",
    b"<?xm": "an XML file",
}


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file inside a package: its path in the zip, with ``/``, and its sizes in bytes."""

    name: str
    size: int
    compressed_size: int


class ContentStream:
    """A file in a package, open for reading, decompressed on the way. Close it, or use ``with``.

    Reading and seeking raise InvalidPackage where the compressed data is damaged or cut off.

    Attributes:
        name: the file's path in the zip.
        size: its uncompressed length in bytes, as the zip's directory gives it.
    """

    def __init__(self, file: PackageFile, stream: IO[bytes], resources: ExitStack) -> None:
        self.name = file.name
        self.size = file.size
        self._stream = stream
        self._resources = resources

    def read(self, size: int = -1) -> bytes:
        """Return at most *size* bytes, b"" at the end. Give a size: a file can be a zip bomb."""
        with _zip_errors(self.name):
            return self._stream.read(size)

    def seek(self, offset: int) -> None:
        """Move to *offset* bytes from the start, by reading; backwards, from the start again."""
        with _zip_errors(self.name):
            self._stream.seek(offset)

    def chunks(self) -> Iterator[bytes]:
        """Yield the rest of the file in pieces of at most 64 KiB."""
        while chunk := self.read(_CHUNK):
            yield chunk

    def close(self) -> None:
        """Close the file and, when the package was opened by its path, the package's zip."""
        self._resources.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class Archive:
    """The files of a zip, by safe names: no absolute path, no ``..``, ``/`` as separator.

    Nothing is kept open: every read opens the zip again, and its list of files is read once. So an
    archive given by its path can be read from many threads. One given as a file object is for one
    thread at a time.

    Attributes:
        files: the files by name, in the zip's order. Folders, names that point outside the
            package, and what macOS and Windows add (``__MACOSX/``, ``Thumbs.db``) are left out.
        problems: what was left out, or is read otherwise than it is written.
    """

    def __init__(self, source: Source) -> None:
        """Read the central directory of *source*: a path, or a seekable binary file.

        Raises:
            InvalidPackage: it is not a zip that can be read (``not_a_zip``, ``truncated``,
                ``damaged``, ``too_large``).
            OSError: the path cannot be opened.
        """
        self._source = source
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._folded_names: dict[str, str] = {}
        self._has_backslashes = False
        self.problems: list[Problem] = []
        with self._opened() as raw:
            with _zip_errors(start=raw):
                self._directory = zipfile.ZipFile(_GuardedFile(raw))
            _refuse_bomb(self._directory)
        for entry in self._directory.infolist():
            self._add(entry)
        files = {
            name: PackageFile(name, entry.file_size, entry.compress_size)
            for name, entry in self._entries.items()
        }
        self.files: Mapping[str, PackageFile] = MappingProxyType(files)

    def find(self, name: str) -> str | None:
        """Return the name of the file called *name*, or of one that differs only in case."""
        if name in self._entries:
            return name
        return self._folded_names.get(name.casefold())

    def open(self, name: str) -> ContentStream:
        """Open the file *name*, spelled as in ``files``.

        Raises:
            FileNotFoundError: the package has no such file.
            InvalidPackage: it is encrypted, damaged, or compressed with neither store nor deflate.
            OSError: the zip is gone.
        """
        entry = self._entries.get(name)
        if entry is None:
            raise FileNotFoundError(name)
        if entry.flag_bits & _ENCRYPTED:
            reason = "It is encrypted. Zip the course again without a password."
            raise InvalidPackage(reason, "encrypted", name)
        # bzip2 and LZMA are in no course standard, and LZMA lets a file ask for 4 GB of memory.
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            reason = f"Its compression method {entry.compress_type} is not supported: use deflate."
            raise InvalidPackage(reason, "unsupported_compression", name)
        with ExitStack() as resources:
            # A copy has the same list of files, which costs the most to read, and its own file.
            archive = copy.copy(self._directory)
            archive.fp = resources.enter_context(self._opened())
            with _zip_errors(name):
                stream = resources.enter_context(archive.open(entry))
            return ContentStream(self.files[name], stream, resources.pop_all())

    def read(self, name: str, limit: int) -> bytes:
        """Return the content of the file *name*, which may have at most *limit* bytes.

        Raises:
            FileNotFoundError: the package has no such file.
            InvalidPackage: it is larger (``too_large``; no more than that is read, whatever size
                the zip declares), or it cannot be read.
        """
        with self.open(name) as stream:
            content = bytearray()
            for chunk in stream.chunks():
                content += chunk
                if len(content) > limit:
                    reason = f"It is larger than {limit // 1024**2} MB."
                    raise InvalidPackage(reason, "too_large", name)
            return bytes(content)

    def _add(self, entry: zipfile.ZipInfo) -> None:
        name = _name(entry)
        if name.endswith("/") or _JUNK.search(name):
            return
        if name.startswith("/") or re.match("[a-zA-Z]:", name) or ".." in name.split("/"):
            self._note("unsafe_path", f"{name!r} is outside the package and is left out.", name)
            return
        if stat.S_ISLNK(entry.external_attr >> 16):
            self._note("symbolic_link", f"{name!r} is a symbolic link and is left out.", name)
            return
        if "\\" in entry.filename and not self._has_backslashes:
            self._has_backslashes = True
            message = f"{name!r} and maybe others are written with a backslash in the zip."
            self._note("backslash_name", message, name)
        if name in self._entries:
            message = f"{name!r} is in the zip more than once; the last one is used."
            self._note("duplicate_entry", message, name)
        self._entries[name] = entry
        self._folded_names.setdefault(name.casefold(), name)

    def _note(self, code: str, message: str, name: str) -> None:
        self.problems.append(Problem(code, shortened(message), shortened(name)))

    def _opened(self) -> AbstractContextManager[BinaryIO]:
        if isinstance(self._source, str | os.PathLike):
            return Path(self._source).open("rb")
        return nullcontext(self._source)


class _GuardedFile:
    """A file that refuses a very large read: zipfile reads the central directory in one."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self.seek = raw.seek
        self.tell = raw.tell
        self.seekable = raw.seekable

    def read(self, size: int = -1) -> bytes:
        if size > _DIRECTORY_LIMIT:
            reason = "The zip's list of files is larger than 8 MB: too many files for a course."
            raise InvalidPackage(reason, "too_large")
        return self._raw.read(size)


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    """Refuse a zip that unpacks to far more than a course of its size can contain.

    It is compared with the zip's own length: files in it may share their compressed bytes.
    """
    total = sum(entry.file_size for entry in archive.infolist())
    length = archive.fp.seek(0, os.SEEK_END) if archive.fp else 0
    if total > _BOMB_SIZE and total > _BOMB_RATIO * length:
        reason = f"The zip has {length:,} bytes and would unpack to {total:,}."
        raise InvalidPackage(reason, "zip_bomb")


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the name with ``/``, decoded as UTF-8 even where the flag for UTF-8 is missing."""
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME and not name.isascii():
        # Where this fails, the name really is in the old DOS encoding that zipfile assumed.
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return re.sub(r"/(\./)*", "/", name.replace("\\", "/")).removeprefix("./")


@contextmanager
def _zip_errors(file: str | None = None, start: BinaryIO | None = None) -> Iterator[None]:
    """Turn what zipfile and zlib raise on bad input into InvalidPackage.

    Args:
        file: the file in the zip that is read.
        start: the zip itself, when its directory is read: by its first bytes a zip that was cut off
            and has lost its directory can be told from another kind of file.
    """
    try:
        yield
    except InvalidPackage:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        NotImplementedError,  # a version or feature of zip that Python does not read
        RuntimeError,  # encryption
        ValueError,  # impossible offsets and names
        OverflowError,
        OSError,  # seeking to where the zip declares its content to be
    ) as error:
        raise _invalid(error, file, start) from error


def _invalid(error: Exception, file: str | None, start: BinaryIO | None) -> InvalidPackage:
    if start is None:
        reason = f"It cannot be read from the zip: {error or 'the data ends too early'}."
        return InvalidPackage(reason, "damaged", file)
    start.seek(0, io.SEEK_SET)
    beginning = start.read(4)
    if not beginning:
        return InvalidPackage("The file is empty.", "not_a_zip")
    if beginning == b"PK\x03\x04":
        reason = "The zip is cut off or damaged: its list of files cannot be read. Make it again."
        return InvalidPackage(reason, "truncated")
    formats = (what for magic, what in _OTHER_FORMATS.items() if beginning.startswith(magic))
    what = next(formats, "something else")
    return InvalidPackage(f"The file is not a zip: it is {what}.", "not_a_zip")
