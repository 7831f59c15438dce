"""What users are told where their machine says no: a full disk, no file handles, no rights."""

import errno
import os

from scormcloud_cli.api.errors import CloudError, UsageError

_FULL = "free some space where the file goes, or in the folder for temporary files (TMPDIR)"
_HANDLES = "raise the limit (ulimit -n), or do less at once: --jobs 1"
_RIGHTS = "check who may use it, or name another place"
_MEMORY = "free some memory, or do less at once: --jobs 1"
# By the system's number of an error: the code it gets, and what helps.
_KNOWN = {
    errno.ENOSPC: ("disk_full", _FULL),
    errno.EDQUOT: ("disk_full", _FULL),
    errno.EFBIG: ("disk_full", "raise the limit for the size of files (ulimit -f)"),
    errno.EMFILE: ("too_many_files", _HANDLES),
    errno.ENFILE: ("too_many_files", _HANDLES),
    errno.EACCES: ("not_permitted", _RIGHTS),
    errno.EPERM: ("not_permitted", _RIGHTS),
    errno.EROFS: ("not_permitted", _RIGHTS),
    errno.ENOMEM: ("out_of_memory", _MEMORY),
}
_OTHER = ("machine_failed", "mend what it names, and run it again")
# What Python says, with no error of the system's, where no thread can be started.
_NO_THREAD = "can't start new thread"


def failure(error: BaseException) -> CloudError | None:
    """Return what to report for an error that is the machine's; None for any other."""
    if isinstance(error, UnicodeEncodeError):
        # Of the text only what is wrong: the rest may be a secret.
        wrong = error.object[error.start : error.end].encode(errors="backslashreplace").decode()
        return UsageError(
            f"{wrong} cannot be sent: it is no text in {error.encoding.upper()}",
            hint="check what was typed, piped in or set",
        )
    if isinstance(error, MemoryError):
        return CloudError("there is no memory left", code="out_of_memory", hint=_MEMORY)
    if isinstance(error, RuntimeError) and _NO_THREAD in str(error):
        return CloudError("no thread can be started", code="no_threads", hint="--jobs 1")
    if not isinstance(error, OSError):
        return None
    if isinstance(error, FileNotFoundError) and not _has_folder():
        return CloudError("the current folder is gone", code="machine_failed", hint="cd elsewhere")
    code, hint = _KNOWN.get(error.errno or 0, _OTHER)
    return CloudError(_words(error), code=code, hint=hint)


def is_full(error: OSError) -> bool:
    """Say whether there is no room for what was to be written."""
    return _KNOWN.get(error.errno or 0, _OTHER)[0] == "disk_full"


def unwritable(path: object, error: OSError) -> CloudError:
    """Return what to raise for a file or folder that cannot be written."""
    code, hint = _KNOWN.get(error.errno or 0, (None, None))
    message = f"cannot write {path}: {error.strerror}"
    kind = CloudError if code in ("disk_full", "too_many_files") else UsageError
    return kind(message, code=code or "file_unwritable", hint=hint or "name another place")


def _words(error: OSError) -> str:
    reason = error.strerror or str(error) or type(error).__name__
    names = [str(name) for name in (error.filename, error.filename2) if name is not None]
    return f"{' and '.join(names)}: {reason}" if names else f"it cannot be done: {reason}"


def _has_folder() -> bool:
    try:
        os.getcwd()  # noqa: PTH109 (pathlib is slow to load, and every command loads this)
    except OSError:
        return False
    return True
