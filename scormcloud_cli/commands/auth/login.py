from dataclasses import replace
from typing import TYPE_CHECKING

import click

from scormcloud_cli.api.errors import AuthenticationFailed, UsageError
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.accounts import PROFILE

if TYPE_CHECKING:
    from scormcloud_cli.api.cloud import Cloud
    from scormcloud_cli.api.credentials import Credentials

from scormcloud_cli.commands.auth._record import profile_record

_DEFAULT_PROFILE = "default"


@click.command(cls=Command, prints=PROFILE)
@click.option("--app-id", metavar="ID", help="The application's ID.  [default: asked for]")
@click.option("--secret-stdin", is_flag=True, help="Read the secret key from standard input.")
@click.option("--management", is_flag=True, help="The pair of the management application.")
@click.option(
    "--insecure-storage", is_flag=True, help="Keep the secret key in a file, not in the keyring."
)
@click.option("--base-url", metavar="URL", help="The service.  [default: https://cloud.scorm.com]")
def login(
    session: Session,
    app_id: str | None,
    secret_stdin: bool,
    management: bool,
    insecure_storage: bool,
    base_url: str | None,
) -> None:
    """Set up a profile and keep its credentials.

    It asks for the application ID and its secret key, checks them with the service, and keeps them.

    The profile is named by --profile, else it is "default". The secret key goes to the
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
    name = session.settings.profile or environ.get("SCLOUD_PROFILE") or _DEFAULT_PROFILE
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
    session.output.one(profile_record(after, session.environ))


def _secret_key(session: Session, from_stdin: bool) -> str:
    """Return the secret key that was typed or piped.

    Raises:
        UsageError: it is empty, or has characters that come of a failed paste.
    """
    if from_stdin:
        secret_key = session.terminal.stdin.readline().rstrip("\r\n")
    else:
        secret_key = session.terminal.ask(
            "Secret key", instead="pipe it in and add --secret-stdin", secret=True
        )
    secret_key = secret_key.strip(" ")
    if not secret_key:
        raise UsageError("the secret key is empty")
    if not secret_key.isprintable():
        raise UsageError(
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
    from scormcloud_cli.api import V1, V2

    taken: list[str] = []
    refusals: list[AuthenticationFailed] = []
    for api in (V2, V1):
        cloud = session.cloud_with(base_url, pair, api=api)
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
