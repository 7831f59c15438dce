"""The settings that a registration's postback is kept in (spec/v2-facts.md, Postbacks)."""

from collections.abc import Mapping

URL = "ApiRollupRegistrationPostBackUrl"
AUTH_TYPE = "ApiRollupRegistrationAuthType"
USER = "ApiRollupRegistrationAuthUser"
PASSWORD = "ApiRollupRegistrationAuthPassword"  # noqa: S105 (a setting's name)
FORMAT = "ApiRollupRegistrationFormat"
ALL = (URL, AUTH_TYPE, USER, PASSWORD, FORMAT)


# Properties of v2's PostBackSchema, and the settings they are.
_PROPERTIES = {
    "url": URL,
    "authType": AUTH_TYPE,
    "userName": USER,
    "password": PASSWORD,
    "resultsFormat": FORMAT,
}
# Settings spell these in lower case, the schema in capitals.
_WORDS = ("authType", "resultsFormat")


def postback_of(settings: Mapping[str, str]) -> dict[str, str] | None:
    """Return v2's PostBackSchema of some settings, without the password; None without a URL."""
    if URL not in settings:
        return None
    return {
        name: settings[setting].upper() if name in _WORDS else settings[setting]
        for name, setting in _PROPERTIES.items()
        if setting in settings and setting != PASSWORD
    }


def postback_settings(postback: Mapping[str, object]) -> dict[str, str]:
    """Return the settings that v2's PostBackSchema stands for; UNDEFINED is left to the default."""
    return {
        setting: str(postback[name]).lower() if name in _WORDS else str(postback[name])
        for name, setting in _PROPERTIES.items()
        if postback.get(name) not in (None, "UNDEFINED")
    }
