import errno
import os

import pytest

from scormcloud_cli.api.errors import CloudError, UsageError
from scormcloud_cli.api.machine import failure, unwritable


def failed(number: int) -> OSError:
    return OSError(number, os.strerror(number))


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (failed(errno.ENOSPC), "disk_full"),
        (failed(errno.EDQUOT), "disk_full"),
        (failed(errno.EMFILE), "too_many_files"),
        (failed(errno.EROFS), "not_permitted"),
        (failed(errno.ENOMEM), "out_of_memory"),
        (failed(errno.EIO), "machine_failed"),
        (OSError(), "machine_failed"),
        (MemoryError(), "out_of_memory"),
        (RuntimeError("can't start new thread"), "no_threads"),
    ],
    ids=repr,
)
def test_what_the_machine_refuses_has_a_code_and_a_next_step(error: Exception, code: str) -> None:
    told = failure(error)
    assert told is not None
    assert (told.exit_code, told.code) == (1, code)
    assert told.message
    assert told.hint


def test_the_file_is_named() -> None:
    told = failure(PermissionError(errno.EACCES, "Permission denied", "/etc/golf"))
    assert str(told) == "/etc/golf: Permission denied"


def test_of_a_text_that_cannot_be_sent_only_what_is_wrong_is_told() -> None:
    with pytest.raises(UnicodeEncodeError) as raised:
        "secret\udcff".encode()
    told = failure(raised.value)
    assert isinstance(told, UsageError)
    assert "\\udcff" in told.message
    assert "secret" not in told.message


@pytest.mark.parametrize("error", [ZeroDivisionError(), RuntimeError("odd"), KeyError("id")])
def test_what_is_no_fault_of_the_machine_is_none(error: Exception) -> None:
    assert failure(error) is None


@pytest.mark.parametrize(
    ("number", "kind", "code"),
    [
        (errno.ENOSPC, CloudError, "disk_full"),
        (errno.EACCES, UsageError, "not_permitted"),
        (errno.ENOTDIR, UsageError, "file_unwritable"),
    ],
)
def test_a_file_that_cannot_be_written_is_named(
    number: int, kind: type[CloudError], code: str
) -> None:
    told = unwritable("golf.zip", failed(number))
    assert (type(told), told.code) == (kind, code)
    assert "golf.zip" in told.message
    assert told.hint
