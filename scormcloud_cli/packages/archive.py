"""Course packages as zip files: their names from the central directory, their content streamed."""

import os
import posixpath
import re
import stat
import struct
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO, BinaryIO

from scormcloud_cli.packages.content import ContentStream, damaged, start
from scormcloud_cli.packages.errors import InvalidPackage
from scormcloud_cli.packages.junk import is_of_system
from scormcloud_cli.packages.problems import Problem, ProblemList, quoted, shortened

Source = str | os.PathLike[str] | BinaryIO

# More than any course has, and what fits in memory.
_DIRECTORY_LIMIT = 8 * 1024 * 1024
_FILES_LIMIT = 65_535
_DIRECTORY_ENTRY = b"PK\1\2"
_COPIED = 1024 * 1024
# Deflate shrinks text to a tenth and silence to a hundredth; a thousandth is its limit.
_BOMB_SIZE = 1024**3
_BOMB_RATIO = 200
_DENSE_BOMB_SIZE = 100 * 1024**2
_DENSE_BOMB_RATIO = 1000
_UTF8_NAME = 0x800
# Names without the flag for UTF-8 are in the code page of the system that wrote the zip.
_CODE_PAGES = ("cp850", "cp1252", "cp932", "cp936", "cp949", "cp1251", "cp866")
# bzip2 and LZMA are in no course standard, and LZMA lets a file ask for 4 GB of memory.
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Reading where a link leads costs time; those after so many are left out like all others.
_LINKS_READ = 1000
_LONGEST_LINK = 4096
_ENCRYPTED = 0x1
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


class Archive:
    """The files of a zip, by safe names: no absolute path, no ``..``, ``/`` as separator.

    Nothing is kept open: every read opens the zip again, and its list of files is read once. So an
    archive given by its path can be read from many threads. One given as a file object is for one
    thread at a time.

    Attributes:
        files: the files by name, in the zip's order. Folders, names that point outside the
            package, and what macOS and Windows add (``__MACOSX/``, ``Thumbs.db``) are left out.
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
        self._links = 0
        self._problems = ProblemList()
        with self._opened() as zip_file:
            for entry in _directory(zip_file):
                self._add(entry, zip_file)
        files = {
            name: PackageFile(name, entry.file_size, entry.compress_size)
            for name, entry in self._entries.items()
        }
        self.files: Mapping[str, PackageFile] = MappingProxyType(files)

    @property
    def problems(self) -> list[Problem]:
        """What was left out, or is read otherwise than it is written."""
        return list(self._problems)

    def find(self, name: str) -> str | None:
        """Return the name of the file called *name*, or of one that differs only in spelling.

        That is in case, in how accents are written (macOS takes letters apart), and, where the zip
        does not mark its names as UTF-8, in the code page.
        """
        if name in self._entries:
            return name
        return self._folded_names.get(folded(name))

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
        if entry.compress_type not in _COMPRESSIONS:
            reason = f"Its compression method {entry.compress_type} is not supported: use deflate."
            raise InvalidPackage(reason, "unsupported_compression", name)
        if isinstance(self._source, str | os.PathLike):
            return ContentStream(name, entry, Path(self._source).open("rb"), owned=True)
        return ContentStream(name, entry, self._source, owned=False)

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

    def copy_to(self, target: zipfile.ZipFile, names: Iterable[str]) -> None:
        """Write files of this zip into another that is being written, compressed as they are.

        Raises:
            InvalidPackage: the zip is damaged where one of them begins or ends, or has them share
                their compressed bytes: copied, it would be many times as large.
            OSError: the zip is gone, or the other cannot be written.
        """
        sink = target.fp
        if sink is None:
            raise ValueError("the zip to write to is closed")
        with self._opened() as source:
            left = source.seek(0, os.SEEK_END)
            for name in names:
                entry = self._entries[name]
                left -= entry.compress_size
                if left < 0:
                    raise InvalidPackage("Its files share their compressed bytes.", "zip_bomb")
                source.seek(start(name, entry, source))
                sink.seek(target.start_dir)
                copied = _with_content_of(entry, name, target.start_dir)
                sink.write(copied.FileHeader())
                _copy(source, sink, entry.compress_size, name)
                target.start_dir = sink.tell()
                target.filelist.append(copied)
                target.NameToInfo[name] = copied

    def _add(self, entry: zipfile.ZipInfo, zip_file: BinaryIO) -> None:
        name = _name(entry)
        if name.endswith("/") or is_of_system(name):
            return
        if name.startswith("/") or re.match("[a-zA-Z]:", name) or ".." in name.split("/"):
            message = f"{quoted(name)} is outside the package and is left out."
            self._note("unsafe_path", message, name)
            return
        if stat.S_ISLNK(entry.external_attr >> 16):
            self._links += 1
            target = _link_target(name, entry, zip_file) if self._links <= _LINKS_READ else ""
            if _leaves(name, target):
                message = f"{quoted(name)} is a symbolic link to {quoted(target)} and is left out."
                self._note("unsafe_path", message, name)
            else:
                message = f"{quoted(name)} is a symbolic link and is left out."
                self._note("symbolic_link", message, name)
            return
        if "\\" in entry.filename and not self._has_backslashes:
            self._has_backslashes = True
            message = f"{quoted(name)} and maybe others are written with a backslash in the zip."
            self._note("backslash_name", message, name)
        if name in self._entries:
            message = f"{quoted(name)} is in the zip more than once; the last one is used."
            self._note("duplicate_entry", message, name)
        self._entries[name] = entry
        for spelling in (name, *_other_spellings(entry, name)):
            self._folded_names.setdefault(folded(spelling), name)

    def _note(self, code: str, message: str, name: str) -> None:
        self._problems.add(Problem(code, message, shortened(name)))

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        if isinstance(self._source, str | os.PathLike):
            with Path(self._source).open("rb") as zip_file:
                yield zip_file
        else:
            yield self._source


def _with_content_of(entry: zipfile.ZipInfo, name: str, offset: int) -> zipfile.ZipInfo:
    copied = zipfile.ZipInfo(name, entry.date_time)
    for attribute in ("compress_type", "CRC", "compress_size", "file_size", "external_attr"):
        setattr(copied, attribute, getattr(entry, attribute))
    copied.flag_bits = entry.flag_bits & _ENCRYPTED
    copied.header_offset = offset
    return copied


def _copy(source: BinaryIO, sink: IO[bytes], size: int, name: str) -> None:
    while size and (piece := source.read(min(size, _COPIED))):
        size -= sink.write(piece)
    if size:
        raise damaged(name, "it is cut off")


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
        content = self._raw.read(size)
        if size > _FILES_LIMIT and content.count(_DIRECTORY_ENTRY) > _FILES_LIMIT:
            reason = f"The zip has more than {_FILES_LIMIT:,} files: too many for a course."
            raise InvalidPackage(reason, "too_large")
        return content


def folded(name: str) -> str:
    """Return what names have in common that differ in case or in how accents are written."""
    return name.casefold() if name.isascii() else unicodedata.normalize("NFC", name).casefold()


def _other_spellings(entry: zipfile.ZipInfo, name: str) -> Iterator[str]:
    """Yield what a name may be in other code pages than the one that zipfile assumed."""
    if entry.flag_bits & _UTF8_NAME or name.isascii():
        return
    for code_page in _CODE_PAGES:
        with suppress(UnicodeError):
            yield name.encode("cp437").decode(code_page)


def _link_target(name: str, entry: zipfile.ZipInfo, zip_file: BinaryIO) -> str:
    """Return where a symbolic link leads, "" when that cannot be read."""
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _COMPRESSIONS:
        return ""
    with suppress(InvalidPackage), ContentStream(name, entry, zip_file, owned=False) as stream:
        return stream.read(_LONGEST_LINK).decode("utf-8", "replace").replace("\\", "/")
    return ""


def _leaves(name: str, target: str) -> bool:
    """Tell whether a symbolic link leads out of the package."""
    if target.startswith("/") or re.match("[a-zA-Z]:", target):
        return True
    path = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
    return path.split("/")[0] == ".."


def _directory(zip_file: BinaryIO) -> list[zipfile.ZipInfo]:
    """Return what a zip's directory says of its files.

    Raises:
        InvalidPackage: it cannot be read, or is not to be unpacked.
    """
    try:
        entries = zipfile.ZipFile(_GuardedFile(zip_file)).infolist()
    except (
        zipfile.BadZipFile,
        struct.error,
        EOFError,
        NotImplementedError,  # a version or feature of zip that Python does not read
        ValueError,  # impossible offsets and names
        OverflowError,
        OSError,  # seeking to where the zip declares its directory to be
    ) as error:
        raise _no_zip(zip_file) from error
    _refuse_bomb(entries, zip_file.seek(0, os.SEEK_END))
    return entries


def _refuse_bomb(entries: list[zipfile.ZipInfo], length: int) -> None:
    """Refuse a zip that unpacks to far more than a course of its size can contain.

    It is compared with the zip's own length: files in it may share their compressed bytes.
    """
    total = sum(entry.file_size for entry in entries)
    if (total > _BOMB_SIZE and total > _BOMB_RATIO * length) or _is_dense_bomb(total, length):
        reason = f"The zip has {length:,} bytes and would unpack to {total:,}."
        raise InvalidPackage(reason, "zip_bomb")
    for entry in entries:
        if _is_dense_bomb(entry.file_size, entry.compress_size):
            reason = (
                f"It has {entry.compress_size:,} bytes and would unpack to {entry.file_size:,}."
            )
            raise InvalidPackage(reason, "zip_bomb", shortened(_name(entry)))


def _is_dense_bomb(size: int, compressed_size: int) -> bool:
    return size > _DENSE_BOMB_SIZE and size >= _DENSE_BOMB_RATIO * compressed_size


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the name with ``/``, decoded as UTF-8 even where the flag for UTF-8 is missing."""
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME and not name.isascii():
        # Where this fails, the name really is in the old DOS encoding that zipfile assumed.
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return re.sub(r"/(\./)*", "/", name.replace("\\", "/")).removeprefix("./")


def _no_zip(file: BinaryIO) -> InvalidPackage:
    """Return what to raise for a file whose directory cannot be read.

    By its first bytes a zip that was cut off can be told from another kind of file.
    """
    file.seek(0)
    beginning = file.read(4)
    if not beginning:
        return InvalidPackage("The file is empty.", "not_a_zip")
    if beginning == b"PK\x03\x04":
        reason = "The zip is cut off or damaged: its list of files cannot be read. Make it again."
        return InvalidPackage(reason, "truncated")
    formats = (what for magic, what in _OTHER_FORMATS.items() if beginning.startswith(magic))
    what = next(formats, "something else")
    return InvalidPackage(f"The file is not a zip: it is {what}.", "not_a_zip")
