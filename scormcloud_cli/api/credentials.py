"""The credentials of an application."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Credentials:
    """An application's ID with its secret key, or a bearer token in their place (v2 only).

    Attributes:
        app_id: the application ID; empty for a bare token.
        secret_key: its secret key.
        token: an OAuth access token, sent instead of the pair when it is not empty.
        source: where they came from, in words for a person: ``SCLOUD_APP_ID``, ``keyring``.
    """

    app_id: str
    secret_key: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    source: str = ""
