"""``scloud auth``: accounts on this machine, and where their secrets are."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from scormcloud_cli.api.errors import (
    AuthenticationFailed,
    CloudError,
    UnsupportedByApi,
    UsageFault,
)
from scormcloud_cli.commands.shared.options import Group, pass_session
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.view import Column, View

if TYPE_CHECKING:
    from scormcloud_cli.accounts.profiles import Profile
    from scormcloud_cli.api.cloud import Cloud
    from scormcloud_cli.api.credentials import Credentials

_VIEW = View(
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
        *("managementAppId", "managementStore", "source", "accepted"),
    ),
    id_field="profile",
)

DEFAULT_PROFILE = "default"


@click.group(cls=Group)
def auth() -> None:
    """Accounts on this machine and their secrets."""


@auth.command()
@click.option("--app-id", metavar="ID", help="The application's ID.  [default: asked for]")
@click.option("--secret-stdin", is_flag=True, help="Read the secret key from standard input.")
@click.option("--management", is_flag=True, help="The pair of the management application.")
@click.option(
    "--insecure-storage", is_flag=True, help="Keep the secret key in a file, not in the keyring."
)
@click.option("--base-url", metavar="URL", help="The service.  [default: https://cloud.scorm.com]")
@pass_session
def login(
    session: Session,
    app_id: str | None,
    secret_stdin: bool,
    management: bool,
    insecure_storage: bool,
    base_url: str | None,
) -> None:
    """Set up an account: asks for its pair, checks it with the service, and keeps it.

    The name of the account is that of --profile, else 'default'. The secret key goes to the
    keyring of the operating system; it is never an option, so that no shell remembers it.

    \b
    Examples:
      scloud auth login
      scloud auth login -p staging --app-id ABC123 --secret-stdin < secret.txt
      scloud auth login --management
    """
    from scormcloud_cli.accounts import keys, profiles
    from scormcloud_cli.api.credentials import Credentials
    from scormcloud_cli.api.hosts import checked_base_url

    environ, terminal = session.environ, session.terminal
    name = session.settings.profile or environ.get("SCLOUD_PROFILE") or DEFAULT_PROFILE
    profiles.check_name(name)
    known = profiles.load(environ)
    before = known.get(name, profiles.Profile(name=name))
    url = checked_base_url(base_url or environ.get("SCLOUD_BASE_URL") or before.base_url)
    app_id = app_id or terminal.ask("Application ID", instead="give it with --app-id")
    secret_key = _secret_key(session, secret_stdin)
    pair = Credentials(app_id.strip(), secret_key)
    apis = _accepting(session, url, pair, management=management)
    store = keys.FILE if insecure_storage else keys.KEYRING
    if management:
        after = replace(before, base_url=url, management_app_id=pair.app_id, management_store=store)
    else:
        after = replace(
            before, base_url=url, app_id=pair.app_id, api=apis[0], apis=apis, store=store
        )
    keys.keep(name, pair.app_id, secret_key, store, environ)
    try:
        profiles.save(environ, after, make_current=profiles.current(environ) is None)
    except BaseException:
        keys.forget(name, pair.app_id, store, environ)
        raise
    if insecure_storage:
        terminal.warn(f"the secret key is in {keys.secrets_file(environ)}, readable by you alone")
    session.output.one(_record(session, after), _VIEW)


def _secret_key(session: Session, from_stdin: bool) -> str:
    """Return the secret key that was typed or piped.

    Raises:
        UsageFault: it is empty, or has characters that come of a failed paste.
    """
    if from_stdin:
        secret_key = session.terminal.stdin.readline().rstrip("\r\n")
    else:
        secret_key = session.terminal.ask(
            "Secret key", instead="pipe it in and add --secret-stdin", secret=True
        )
    secret_key = secret_key.strip(" ")
    if not secret_key:
        raise UsageFault("the secret key is empty")
    if not secret_key.isprintable():
        raise UsageFault(
            "the secret key holds a control character",
            hint="some terminals paste with another key than Ctrl-V; try the menu",
        )
    return secret_key


def _accepting(
    session: Session, base_url: str, pair: "Credentials", *, management: bool
) -> tuple[str, ...]:
    """Ask the service which APIs take a pair; return them, the preferred one first.

    Raises:
        AuthenticationFailed: none does.
        CloudError: the service cannot be reached.
    """
    from scormcloud_cli import connect
    from scormcloud_cli.api import V1, V2

    taken: list[str] = []
    refusals: list[AuthenticationFailed] = []
    for api in (V2, V1):
        cloud = connect.with_credentials(session, base_url, pair, api=api)
        try:
            _ping(cloud, management=management)
        except AuthenticationFailed as refusal:
            refusals.append(refusal)
        else:
            taken.append(api)
    if not taken:
        refusals[0].hint = "check the application ID and the secret key; nothing was kept"
        raise refusals[0]
    if refusals:
        only = taken[0]
        session.terminal.notice(f"these credentials work with {only} only, which is used from now")
    return tuple(taken)


def _ping(cloud: "Cloud", *, management: bool) -> None:
    if management:
        cloud.ping_management()
    else:
        cloud.ping()


@auth.command()
@pass_session
def status(session: Session) -> None:
    """Show the account in use, where its secret comes from, and whether the service takes it.

    \b
    Examples:
      scloud auth status
      scloud auth status -p staging -o json | jq .accepted
    """
    from scormcloud_cli.accounts import profiles

    profile = session.profile()
    pair = profiles.credentials(profile, session.environ)
    record = _record(session, profile)
    record["source"] = pair.source
    if pair.app_id:
        record["appId"] = pair.app_id
    try:
        record["baseUrl"] = session.cloud().ping().base_url
    except AuthenticationFailed:
        record["accepted"] = False
        session.output.one(record, _VIEW)
        raise
    record["accepted"] = True
    session.output.one(record, _VIEW)


@auth.command("list")
@pass_session
def list_(session: Session) -> None:
    """List the accounts on this machine.

    \b
    Examples:
      scloud auth list
      scloud auth list -o ids
    """
    from scormcloud_cli.accounts import profiles

    found = [*profiles.load(session.environ).values(), profiles.named(profiles.LOCAL, {})]
    session.output.many((_record(session, each) for each in found), _VIEW)


@auth.command()
@click.argument("name", metavar="NAME")
@pass_session
def switch(session: Session, name: str) -> None:
    """Use an account from now on when none is named.

    \b
    Examples:
      scloud auth switch staging
      scloud auth switch local
    """
    from scormcloud_cli.accounts import profiles

    profile = profiles.named(name, session.environ)
    profiles.switch(session.environ, name)
    session.output.one(_record(session, profile), _VIEW)


@auth.command()
@pass_session
def logout(session: Session) -> None:
    """Forget an account: its secret keys and its profile.

    \b
    Examples:
      scloud auth logout
      scloud auth logout -p staging
    """
    from scormcloud_cli.accounts import keys, profiles

    environ = session.environ
    name = session.settings.profile or environ.get("SCLOUD_PROFILE") or profiles.current(environ)
    if name is None:
        raise AuthenticationFailed("no account is set up")
    profiles.check_name(name)
    profile = profiles.named(name, environ)
    for app_id, store in (
        (profile.app_id, profile.store),
        (profile.management_app_id, profile.management_store),
    ):
        if app_id and store:
            try:
                keys.forget(name, app_id, store, environ)
            except CloudError as error:
                # The profile goes all the same: a keyring that is gone has nothing to give away.
                session.terminal.warn(f"the secret key of {app_id} stays in the {store}: {error}")
    profiles.remove(environ, name)
    session.terminal.notice(f"forgot {name}")


@auth.command()
@click.option("--scope", "scopes", multiple=True, required=True, metavar="SCOPE", help="What for.")
@click.option(
    "--expires",
    type=click.IntRange(min=1),
    default=300,
    metavar="SECONDS",
    help="How long it lives.  [default: 300]",
)
@pass_session
def token(session: Session, scopes: tuple[str, ...], expires: int) -> None:
    """Print an OAuth token for v2, to be given to something else.

    Scopes are read, write, delete and admin, for everything or for one area: read:course. A token
    cannot be taken back before it expires. scloud itself takes one from SCLOUD_TOKEN.

    \b
    Examples:
      SCLOUD_TOKEN=$(scloud auth token --scope read -o ids) scloud course list
      scloud auth token --scope write:course --scope read --expires 600
    """
    from scormcloud_cli.api import V1

    cloud = session.cloud()
    if cloud.api == V1:
        raise UnsupportedByApi("v1 has no tokens", hint="use --api v2")
    found = cloud.token(scopes, expires)
    if session.output.format == "table":
        session.output.value(found.access_token, found.access_token)
        return
    view = View("token", fields=type(found).field_names(), id_field="accessToken")
    session.output.one(found.to_record(), view)


def _record(session: Session, profile: "Profile") -> dict[str, object]:
    from scormcloud_cli.accounts import profiles

    record: dict[str, object] = {
        "profile": profile.name,
        "current": profile.name == profiles.current(session.environ),
        "appId": profile.app_id,
        "api": profile.api,
        "apis": list(profile.apis),
        "baseUrl": profile.base_url or None,
        "store": profile.store,
        "managementAppId": profile.management_app_id,
        "managementStore": profile.management_store,
    }
    return {name: value for name, value in record.items() if value is not None}
