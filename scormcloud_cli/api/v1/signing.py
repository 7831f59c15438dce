"""The signature of a v1 call (docs/service/v1.md, Signing)."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import groupby

# Never part of what is signed: the signature itself, and the uploaded file.
_UNSIGNED = ("sig", "filedata")
#: How v1 writes a time, in UTC: ``yyyyMMddHHmmss`` (docs/service/v1.md, Timestamp).
TIMESTAMP = "%Y%m%d%H%M%S"


def sign(secret_key: str, parameters: Iterable[tuple[str, str]]) -> str:
    """Return the signature of a call.

    Args:
        secret_key: the application's secret key.
        parameters: every parameter's name and value, not URL-encoded, whether it travels in the
            query or in a form; a parameter with several values stands here several times.

    Returns:
        32 lower-case hexadecimal digits.
    """
    text = secret_key + serialize(parameters)
    # MD5 is what the protocol asks for; nothing else here relies on it.
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def serialize(parameters: Iterable[tuple[str, str]]) -> str:
    """Return what is signed: names in order whatever their case, each followed by its values."""
    signed = sorted(
        (pair for pair in parameters if pair[0] not in _UNSIGNED),
        key=lambda pair: (pair[0].lower(), pair[0], pair[1]),
    )
    return "".join(
        name + "".join(value for _, value in pairs)
        for name, pairs in groupby(signed, key=lambda pair: pair[0])
    )


def timestamp(moment: datetime) -> str:
    """Return a moment as v1's ``ts``."""
    return moment.astimezone(UTC).strftime(TIMESTAMP)
