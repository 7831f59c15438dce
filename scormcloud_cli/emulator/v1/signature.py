"""Checks the signature of a v1 call (docs/service/v1.md, Signing).

Written apart from the client's on purpose: the two check each other.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence


def is_signed(
    parameters: Mapping[str, Sequence[str]], signature: str, secrets: Iterable[str]
) -> bool:
    """Say whether a call is signed with one of an application's secret keys.

    Names are sorted ignoring case, as the service does; clients that sort by code point are taken
    as well, as the page tells an emulator to.
    """
    names = [name for name in parameters if name not in ("sig", "filedata")]
    for order in (sorted(names, key=lambda name: (name.lower(), name)), sorted(names)):
        text = "".join(name + "".join(sorted(parameters[name])) for name in order)
        for secret in secrets:
            digest = hashlib.md5((secret + text).encode(), usedforsecurity=False).hexdigest()
            if hmac.compare_digest(digest, signature.lower()):
                return True
    return False
