"""A file inside a zip, read and decompressed a piece at a time.

zipfile does it as well, but reads the zip's list of files for every file that is opened from a
path, and takes ten times as long for small files, which many courses consist of.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Self

from scormcloud_cli.packages.errors import InvalidPackage

_CHUNK = 64 * 1024
# Before the content stands its header, which ends with a name and more of these lengths
# (APPNOTE.TXT, 4.3.7).
_HEADER = struct.Struct("<4s22xHH")
_SIGNATURE = b"PK\x03\x04"
# What comes of a header, an offset or compressed bytes that are damaged.
_DAMAGE = (zlib.error, struct.error, ValueError, OverflowError, OSError)


class ContentStream:
    """A file in a package, open for reading, decompressed on the way. Close it, or use ``with``.

    Opening, reading and seeking raise InvalidPackage where the zip is damaged or cut off.

    Attributes:
        name: the file's path in the zip.
        size: its uncompressed length in bytes, as the zip's directory gives it.

    Args:
        name: the file's path.
        entry: what the zip's directory says of it; it is stored or deflated.
        zip_file: the zip. It may be read elsewhere between two reads of this stream.
        owned: whether the zip is closed with this stream.
    """

    def __init__(
        self, name: str, entry: zipfile.ZipInfo, zip_file: BinaryIO, *, owned: bool
    ) -> None:
        self.name = name
        self.size = entry.file_size
        self._entry = entry
        self._zip = zip_file
        self._owned = owned
        self._position = self._checksum = 0
        try:
            self._start = start(name, entry, zip_file)
        except InvalidPackage:
            self.close()
            raise
        self._rewind()

    def read(self, size: int = -1) -> bytes:
        """Return at most *size* bytes, b"" at the end. Give a size: a file can be a zip bomb."""
        if size < 0:
            return b"".join(self.chunks())
        if size == 0:
            return b""
        try:
            content = self._content(size)
        except _DAMAGE as error:
            raise damaged(self.name, error) from None
        self._position += len(content)
        self._checksum = zlib.crc32(content, self._checksum)
        if not content or self._position >= self.size:
            if self._position != self.size:
                raise damaged(self.name, "its length is not what the list of files says")
            if self._checksum != self._entry.CRC:
                raise damaged(self.name, "its checksum does not fit")
        return content

    def seek(self, offset: int) -> None:
        """Move to *offset* bytes from the start, by reading; backwards, from the start again."""
        if offset < self._position:
            self._rewind()
        while self._position < offset and self.read(min(_CHUNK, offset - self._position)):
            pass

    def chunks(self) -> Iterator[bytes]:
        """Yield the rest of the file in pieces of at most 64 KiB."""
        while chunk := self.read(_CHUNK):
            yield chunk

    def close(self) -> None:
        """Close the file and, when the package was opened by its path, the package's zip."""
        if self._owned:
            self._zip.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _rewind(self) -> None:
        is_deflated = self._entry.compress_type == zipfile.ZIP_DEFLATED
        self._inflater = zlib.decompressobj(-zlib.MAX_WBITS) if is_deflated else None
        self._position = self._checksum = 0
        self._place = self._start
        self._left = self._entry.compress_size

    def _content(self, size: int) -> bytes:
        inflater = self._inflater
        if inflater is None:
            return self._piece(size)
        content = b""
        while not content and not inflater.eof:
            piece = inflater.unconsumed_tail or self._piece(_CHUNK)
            content = inflater.decompress(piece, size)
            if not piece:
                break
        return content

    def _piece(self, size: int) -> bytes:
        self._zip.seek(self._place)
        piece = self._zip.read(min(size, self._left))
        self._place += len(piece)
        self._left -= len(piece)
        return piece


def start(name: str, entry: zipfile.ZipInfo, zip_file: BinaryIO) -> int:
    """Return where a file's compressed bytes begin in the zip.

    Raises:
        InvalidPackage: no file begins where the zip's directory says.
    """
    try:
        zip_file.seek(entry.header_offset)
        signature, *lengths = _HEADER.unpack(zip_file.read(_HEADER.size))
        if signature != _SIGNATURE:
            raise ValueError("there is no file where the list of files says")
    except _DAMAGE as error:
        raise damaged(name, error) from None
    return entry.header_offset + _HEADER.size + int(sum(lengths))


def damaged(name: str, reason: object) -> InvalidPackage:
    """Return what to raise where the zip is damaged or cut off at a file."""
    return InvalidPackage(f"It cannot be read from the zip: {reason}.", "damaged", name)
