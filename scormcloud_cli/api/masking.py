"""Hides secrets in whatever is logged: signatures, keys, tokens, passwords, launch links."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

MASK = "***"

# Parameters, JSON properties, XML elements and headers whose values are never shown. Launch links
# are among them: whoever has one acts as the learner.
_NAMES = (
    r"sig|authorization|[a-z]*secret[a-z]*|[a-z]*passw(?:or)?d|urlpass|userpass|oldpass|newpass"
    r"|access_?token|credential|penscredential|launch_?link|key|jwt"
)

_IN_QUERY = re.compile(rf"(?i)([?&](?:{_NAMES})=)[^&#\s\"]+")
_IN_JSON = re.compile(rf'(?i)("(?:{_NAMES})"\s*:\s*")(?:[^"\\]|\\.)*(")')
# A setting stands in a JSON object of its own, beside its name.
_SECRET_SETTING = re.compile(r"(?i)[a-z]*(?:passw(?:or)?d|secret)[a-z]*")
_SETTING_VALUES = ("value", "effectiveValue", "explicitValue")
_SETTING_IN_JSON = re.compile(
    rf'\{{[^{{}}]*"(?:settingId|id)"\s*:\s*"{_SECRET_SETTING.pattern[4:]}"[^{{}}]*', re.IGNORECASE
)
_VALUE_IN_JSON = re.compile(rf'("(?:{"|".join(_SETTING_VALUES)})"\s*:\s*")(?:[^"\\]|\\.)*(")')
_IN_XML = re.compile(rf"(?i)(<({_NAMES})(?:\s[^>]*)?>)(?!\s*<(?!!\[CDATA)).*?(</\2>)", re.DOTALL)
_IN_HEADER = re.compile(r"(?im)^(authorization|cookie|set-cookie|location)(:\s*)(.*)$")
_PLAYER_LINK = re.compile(
    r"(?i)(https?://[^\s\"'<>]*?/(?:player|launch|course/preview)[^\s\"'<>?]*?/)[^\s\"'<>]+"
)


def mask(text: str, secrets: Iterable[str] = ()) -> str:
    """Return a text with everything secret in it replaced by ``***``.

    Args:
        text: a URL, a header line, a JSON or XML body, or a message with any of them in it.
        secrets: values known to be secret, hidden wherever they stand.
    """
    for secret in secrets:
        if secret:
            text = text.replace(secret, MASK)
    text = _IN_HEADER.sub(rf"\1\2{MASK}", text)
    text = _IN_QUERY.sub(rf"\1{MASK}", text)
    text = _IN_JSON.sub(rf"\1{MASK}\2", text)
    text = _SETTING_IN_JSON.sub(lambda found: _VALUE_IN_JSON.sub(rf"\1{MASK}\2", found[0]), text)
    text = _IN_XML.sub(rf"\1{MASK}\3", text)
    return _PLAYER_LINK.sub(rf"\1{MASK}", text)


def mask_setting(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a JSON object; where it is of a setting that is a secret, its values as ``***``."""
    names = (record.get("settingId"), record.get("id"))
    secret = any(isinstance(name, str) and _SECRET_SETTING.fullmatch(name) for name in names)
    return {
        name: MASK if secret and value and name in _SETTING_VALUES else value
        for name, value in record.items()
    }


def mask_value(name: str, value: object) -> object:
    """Return a value for showing under its name: itself, or ``***`` when the name is a secret's."""
    if isinstance(value, dict):
        return {key: mask_value(key, item) for key, item in mask_setting(value).items()}
    if isinstance(value, list):
        return [mask_value(name, item) for item in value]
    return MASK if value and re.fullmatch(_NAMES, name, re.IGNORECASE) else value
