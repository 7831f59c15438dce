import click

from scormcloud_cli.commands.shared.command import Command, Session

SHELLS = ("bash", "zsh", "fish")
_VARIABLE = "_SCLOUD_COMPLETE"


@click.command(cls=Command)
@click.argument("shell", type=click.Choice(SHELLS))
def completion(session: Session, shell: str) -> None:
    """Print the completion script for a shell.

    Commands, options, operations of 'scloud raw' and what they take are completed.

    \b
    Examples:
      scloud completion bash > ~/.local/share/bash-completion/completions/scloud
      scloud completion zsh > "${fpath[1]}/_scloud"
      scloud completion fish > ~/.config/fish/completions/scloud.fish
    """
    session.terminal.write(script(shell))
    session.terminal.flush()


def script(shell: str) -> str:
    """Return the completion script for a shell: one of `SHELLS`."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise ValueError(shell)
    # Not its source(): for bash that runs bash to learn its version, on a machine that may have
    # none, or another than the one the script is for.
    completer = kind(click.Command("scloud"), {}, "scloud", _VARIABLE)
    text = completer.source_template % completer.source_vars()
    if shell == "bash":  # the value follows the mark without a space
        text = text.replace(_PLAIN, _PLAIN + _WITHOUT_SPACE)
    return text.strip() + "\n"


_PLAIN = "            COMPREPLY+=($value)\n"
_WITHOUT_SPACE = "            [[ $value == *[=@] ]] && compopt -o nospace\n"
