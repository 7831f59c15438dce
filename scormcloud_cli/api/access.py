"""Whether the service answers, and the tokens it gives."""

from dataclasses import dataclass

from scormcloud_cli.api.models import Model, Time


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping(Model):
    """What a ping of the service tells: it answers, and takes the credentials.

    `clock_difference` is how many seconds this machine's clock is ahead of the service's.
    """

    api: str
    base_url: str
    application: str
    message: str | None = None
    server_time: Time | None = None
    clock_difference: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Token(Model):
    """An OAuth access token; `expires_in` is in seconds."""

    access_token: str
    expires_in: int
    scopes: tuple[str, ...] = ()
