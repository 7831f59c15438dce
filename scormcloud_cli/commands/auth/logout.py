import click

from scormcloud_cli.api.errors import AuthenticationFailed, CloudError
from scormcloud_cli.commands.shared.command import Command, Session


@click.command(cls=Command)
def logout(session: Session) -> None:
    """Forget a profile and its secret keys.

    \b
    Examples:
      scloud auth logout
      scloud auth logout -p staging
    """
    from scormcloud_cli.accounts import keys, profiles

    environ = session.environ
    name = session.settings.profile or environ.get("SCLOUD_PROFILE") or profiles.current(environ)
    if name is None:
        raise AuthenticationFailed("no profile is set up")
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
