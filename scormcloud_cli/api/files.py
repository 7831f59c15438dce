"""Files that appear under their name only when they are whole."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from scormcloud_cli.api.errors import UsageFault


@contextmanager
def whole_file(path: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """Give a file to write to, which takes its name only if the block ends well.

    Until then it stands beside its place under a hidden name; when the block fails it is removed,
    and a file that had the name before is untouched.

    Args:
        path: the name it gets.
        private: let nobody but its owner read it.

    Raises:
        UsageFault: no file can be written there.
    """
    if path.is_dir():
        raise UsageFault(f"{path} is a folder", hint="name a file")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise UsageFault(f"cannot write {path}: {error.strerror}") from error
    part = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files for their owner's eyes only; what is downloaded is an ordinary file.
        if not private:
            umask = os.umask(0)
            os.umask(umask)
            part.chmod(0o666 & ~umask)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
