"""The postback of a registration: all of its configuration that v1 knows."""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from scormcloud_cli.api.catalog import spellings
from scormcloud_cli.api.configuration import SettingValue
from scormcloud_cli.api.models import known
from scormcloud_cli.api.postbacks import Postback
from scormcloud_cli.api.v1 import gaps
from scormcloud_cli.api.v1.client import Client
from scormcloud_cli.api.v1.elements import text

URL = "ApiRollupRegistrationPostBackUrl"


def postback_values(postback: Postback) -> dict[str, str]:
    """Return the parameters of v1 that create something with a postback."""
    return known(
        postbackurl=postback.url,
        authtype=postback.auth_type and postback.auth_type.lower(),
        urlname=postback.user_name,
        urlpass=postback.password,
        resultsformat=postback.results_format and postback.results_format.lower(),
    )


class Postbacks:
    """The postbacks of registrations, as their configuration."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def get(self, owner: str) -> Iterator[SettingValue]:
        """Return the postback settings of a registration; none when it has no postback."""
        info = self._info(owner)
        for element, setting in spellings.table("postbackInfo").items():
            if (value := text(info, element)) is not None:
                yield SettingValue(id=setting, effective_value=value)

    def set(self, owner: str, settings: Mapping[str, str]) -> None:
        """Change postback settings of a registration; those not named stay as they are.

        Raises:
            UnsupportedByApi: a setting is none of a postback's, or there would be no URL.
        """
        for name in settings:
            if spellings.to_v1("postbackInfo", name) is None:
                gaps.refuse(f"v1 has no registration setting {name}, only those of the postback")
        info = self._info(owner)
        # The parameters and the elements of the answer have different names (docs/service/v1.md).
        values = {
            parameter: settings.get(setting, text(info, element))
            for (parameter, setting), element in zip(
                spellings.table("postbackUpdate").items(),
                spellings.table("postbackInfo"),
                strict=True,
            )
        }
        if not values["url"]:
            gaps.refuse(f"v1 keeps no postback without a URL: set {URL} as well")
        self._client.call("rustici.registration.updatePostbackInfo", {"regid": owner, **values})

    def unset(self, owner: str, setting_id: str) -> None:
        """Remove the postback of a registration.

        Raises:
            UnsupportedByApi: the setting is another than the postback's URL.
        """
        if setting_id != URL:
            gaps.refuse(f"v1 can unset {URL} only, and the whole postback with it")
        self._client.call("rustici.registration.deletePostbackInfo", {"regid": owner})

    def _info(self, owner: str) -> Element:
        root = self._client.call("rustici.registration.getPostbackInfo", {"regid": owner})
        info = root.find("postbackinfo")
        return root if info is None else info
