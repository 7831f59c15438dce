"""The credentials of an application."""

from dataclasses import dataclass, field

from scormcloud_cli.api.errors import AuthenticationFailed


@dataclass(frozen=True, slots=True)
class Credentials:
    """An application's ID with its secret key, or a bearer token in their place (v2 only).

    Attributes:
        app_id: the application ID; empty for a bare token.
        secret_key: its secret key.
        token: an OAuth access token, sent instead of the pair when it is not empty.
        source: where they came from, in words for a person: ``SCLOUD_APP_ID``, ``keyring``.
        profile: the profile that they are kept for; empty for those of the environment.
        remedy: what helps where they are refused, a command or a step.
    """

    app_id: str
    secret_key: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    source: str = ""
    profile: str = ""
    remedy: str = ""

    def explain(self, refusal: AuthenticationFailed) -> AuthenticationFailed:
        """Return a refusal of them with where they came from, and a hint where it has none."""
        if self.source:
            origin = f"profile {self.profile} ({self.source})" if self.profile else self.source
            refusal.message += f" [credentials of {origin}]"
        refusal.hint = refusal.hint or self.remedy or "check the application ID and the secret key"
        return refusal
