"""Files of the user: read with one error for each way that fails, written whole or not at all."""

import filecmp
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.api.machine import is_full, unwritable


def opened(path: str | Path) -> BinaryIO:
    """Open a file to read its bytes; the caller closes it.

    Raises:
        UsageError: as `unreadable` says.
    """
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise unreadable(path, error) from None


def read_text(path: str | Path) -> str:
    r"""Return the text of a file in UTF-8, with or without a byte order mark; lines end in ``\n``.

    Raises:
        UsageError: as `unreadable` says; ``file_not_text``: it is not UTF-8.
    """
    try:
        return Path(path).read_text("utf-8-sig")
    except OSError as error:
        raise unreadable(path, error) from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not text in UTF-8", code="file_not_text") from None


def unreadable(path: str | Path, error: OSError) -> UsageError:
    """Return what to raise for a file that cannot be read.

    Its code is ``file_not_found`` where there is no such file, ``file_unreadable`` where it is a
    folder, belongs to somebody else, or cannot be read for another reason.
    """
    if isinstance(error, FileNotFoundError):
        return UsageError(f"there is no file {path}", code="file_not_found")
    return UsageError(f"cannot read {path}: {error.strerror}", code="file_unreadable")


@contextmanager
def whole_file(path: Path, *, private: bool = False, replace: bool = True) -> Iterator[BinaryIO]:
    """Give a file to write to, which takes its name only if the block ends well.

    Until then it stands beside its place under a hidden name; when the block fails it is removed,
    and a file that had the name before is untouched.

    Args:
        path: the name it gets.
        private: let nobody but its owner read it.
        replace: whether it may take the place of a file with other content.

    Raises:
        UsageError: no file can be written there; ``file_exists``: one with other content is there.
        CloudError: ``disk_full``.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder", hint="name a file")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise unwritable(path, error) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if not replace and path.exists() and not filecmp.cmp(part, path, shallow=False):
            raise UsageError(
                f"{path} is there already, with other content",
                code="file_exists",
                hint="add --force to replace it, or name another file",
            )
        # mkstemp makes files for their owner's eyes only; what is downloaded is an ordinary file.
        if not private:
            umask = os.umask(0)
            os.umask(umask)
            part.chmod(0o666 & ~umask)
        part.replace(path)
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, OSError) and is_full(error):
            raise unwritable(path, error) from error
        raise
