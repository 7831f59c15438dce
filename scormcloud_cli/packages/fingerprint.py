"""A hash of what a package contains: the same however and whenever it was zipped."""

import hashlib

from scormcloud_cli.packages.archive import Archive, Source


def fingerprint(source: Source) -> str:
    """Return the fingerprint of a package's content.

    It is the SHA-256 of the name and the SHA-256 of each file, in the order of names. The order of
    the files in the zip, their times, permissions and compression make no difference, nor do
    folders and the files that operating systems add.

    Args:
        source: a path, or a seekable binary file, which stays open. It is read to its end.

    Returns:
        64 lower-case hexadecimal digits.

    Raises:
        InvalidPackage: it is not a zip that can be read, or a file in it is damaged.
        OSError: the path cannot be opened.
    """
    archive = Archive(source)
    digest = hashlib.sha256()
    for name in sorted(archive.files):
        digest.update(name.encode("utf-8", "surrogatepass") + b"\0" + file_digest(archive, name))
    return digest.hexdigest()


def file_digest(archive: Archive, name: str) -> bytes:
    """Return the SHA-256 of one file.

    Raises:
        InvalidPackage: it is damaged.
    """
    digest = hashlib.sha256()
    with archive.open(name) as stream:
        for chunk in stream.chunks():
            digest.update(chunk)
    return digest.digest()
