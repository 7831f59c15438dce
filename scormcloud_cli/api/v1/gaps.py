"""What v1 cannot do is refused before it is asked."""

from collections.abc import Callable
from typing import NoReturn

from scormcloud_cli.api.errors import UnsupportedByApi


def refuse(what: str, hint: str = "use --api v2") -> NoReturn:
    """Refuse what v1 cannot do.

    Args:
        what: a sentence that says so.
        hint: what can be done instead.

    Raises:
        UnsupportedByApi: always.
    """
    raise UnsupportedByApi(what, hint=hint)


def refusing(what: str, hint: str = "use --api v2") -> Callable[..., NoReturn]:
    """Return a method of an area that refuses what it is called for; arguments as for `refuse`."""

    def method(*_values: object, **_named: object) -> NoReturn:
        refuse(what, hint)

    return method
