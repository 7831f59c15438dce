"""Printing launch and preview links."""

from scormcloud_cli.api.errors import UnexpectedAnswer, UsageError
from scormcloud_cli.session import Session

_SERVE = "scloud emulator serve"


def show_link(session: Session, link: str, open_it: bool) -> None:
    """Print a link, bare on a terminal, and open it in the browser if asked to.

    Args:
        session: where to print.
        link: the link; whoever has it acts as the learner, so it is never logged.
        open_it: whether to open it.

    Raises:
        UsageError: it is to be opened, and would have ended before the browser asks for it.
        UnexpectedAnswer: it is to be opened, and is no link of the web.
    """
    if open_it and not session.links_last:
        raise UsageError("the link would end with this command", hint=_SERVE)
    warn_of_end(session)
    if session.output.format == "table":
        session.output.value(link, link)
    else:
        session.output.one({"launchLink": link})
    if open_it and not session.dry_run:
        open_link(session, link)


def open_link(session: Session, link: str) -> None:
    """Open a link in the browser.

    Args:
        session: where to say that none could be opened.
        link: the link.

    Raises:
        UnexpectedAnswer: it is no link of the web.
    """
    import webbrowser
    from urllib.parse import urlsplit

    if urlsplit(link).scheme not in ("http", "https") or not urlsplit(link).netloc:
        raise UnexpectedAnswer("only links with http or https are opened")
    if not webbrowser.open(link):
        session.terminal.warn("no browser could be opened; open the link yourself")


def warn_of_end(session: Session) -> None:
    """Warn where a link works no longer than the command that printed it."""
    if not session.links_last:
        session.terminal.notice(f"this link ends with the command; for one that lasts: {_SERVE}")
