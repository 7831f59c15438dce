"""Where the service reports results to."""

from dataclasses import dataclass

from scormcloud_cli.api.models import Model


@dataclass(frozen=True, slots=True, kw_only=True)
class Postback(Model):
    """Where the service reports results to (docs/service/v2.md, Postbacks).

    Attributes:
        url: where each report is posted.
        auth_type: ``FORM`` or ``HTTPBASIC``.
        user_name: for that.
        password: for that.
        results_format: ``COURSE``, ``ACTIVITY`` or ``FULL``.
    """

    url: str
    auth_type: str | None = None
    user_name: str | None = None
    password: str | None = None
    results_format: str | None = None
