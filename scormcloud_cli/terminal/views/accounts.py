"""How profiles, tokens, the service's account and its limits are shown."""

from scormcloud_cli import api
from scormcloud_cli.terminal.view import Column, View

PROFILE = View(
    "profile",
    columns=(
        Column("profile", "PROFILE", whole=True),
        Column("current", "CURRENT"),
        Column("appId", "APPLICATION"),
        Column("api", "API"),
        Column("apis", "ACCEPTED BY"),
        Column("store", "SECRET IN"),
        Column("baseUrl", "BASE URL"),
    ),
    fields=(
        *("profile", "current", "appId", "api", "apis", "baseUrl", "store"),
        *("managementAppId", "managementStore"),
    ),
    id_field="profile",
)
PROFILE_IN_USE = PROFILE.with_fields("source", "accepted")
TOKEN = View("token", columns=(), fields=lambda: api.Token.field_paths(), id_field="accessToken")
PING = View(
    "ping",
    columns=(
        Column("api", "API"),
        Column("baseUrl", "BASE URL", whole=True),
        Column("application", "APPLICATION"),
        Column("clockDifference", "CLOCK DIFFERENCE"),
    ),
    fields=lambda: api.Ping.field_paths(),
    id_field="application",
)
ACCOUNT = View(
    "account", columns=(), fields=lambda: api.Account.field_paths(), id_field="email", article="an"
)
REPORTAGE_TOKEN = View(
    "token", columns=(Column("token", "TOKEN", whole=True),), fields=("token",), id_field="token"
)
REPORTAGE_LINK = View(
    "link",
    columns=(Column("reportageLink", "LINK", whole=True),),
    fields=("reportageLink",),
    id_field="reportageLink",
)
