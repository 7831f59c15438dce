"""The settings that a registration's postback is kept in (spec/v2-facts.md, Postbacks)."""

from collections.abc import Mapping

URL = "ApiRollupRegistrationPostBackUrl"
AUTH_TYPE = "ApiRollupRegistrationAuthType"
USER = "ApiRollupRegistrationAuthUser"
PASSWORD = "ApiRollupRegistrationAuthPassword"  # noqa: S105 (a setting's name)
FORMAT = "ApiRollupRegistrationFormat"
ALL = (URL, AUTH_TYPE, USER, PASSWORD, FORMAT)


def postback_settings(postback: Mapping[str, object]) -> dict[str, str]:
    """Return the settings that v2's PostBackSchema stands for; UNDEFINED is left to the default."""
    names = {
        "url": URL,
        "authType": AUTH_TYPE,
        "userName": USER,
        "password": PASSWORD,
        "resultsFormat": FORMAT,
    }
    words = ("authType", "resultsFormat")
    return {
        setting: str(postback[name]).lower() if name in words else str(postback[name])
        for name, setting in names.items()
        if postback.get(name) not in (None, "UNDEFINED")
    }
