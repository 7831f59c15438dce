"""Checks the signature of a v1 call (docs/service/v1.md, Signing).

Written apart from the client's on purpose: the two check each other.
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from typing import Any


def is_signed(
    parameters: Mapping[str, Sequence[str]], signature: str, secrets: Sequence[str]
) -> bool:
    """Say whether a call is signed with one of an application's secret keys.

    Names are sorted ignoring case, as the service does; clients that sort by code point are taken
    as well, as the page tells an emulator to.
    """
    return any(
        hmac.compare_digest(_digest(parameters, secret, key), signature.lower())
        for key in (_ignoring_case, str)
        for secret in secrets
    )


def sign(parameters: Mapping[str, Sequence[str]], secret: str) -> str:
    """Return the signature of a call."""
    return _digest(parameters, secret, _ignoring_case)


def _ignoring_case(name: str) -> tuple[str, str]:
    return name.lower(), name


def _digest(parameters: Mapping[str, Sequence[str]], secret: str, key: Callable[[str], Any]) -> str:
    names = sorted((name for name in parameters if name not in ("sig", "filedata")), key=key)
    text = "".join(name + "".join(sorted(parameters[name])) for name in names)
    return hashlib.md5((secret + text).encode(), usedforsecurity=False).hexdigest()
