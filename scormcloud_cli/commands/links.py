"""Showing launch and preview links."""

from scormcloud_cli.session import Session
from scormcloud_cli.views import Column, View

_VIEW = View(
    "link",
    columns=(Column("launchLink", "LINK", whole=True),),
    fields=("launchLink",),
    id_field="launchLink",
)


def show_link(session: Session, link: str, open_it: bool) -> None:
    """Print a link, bare on a terminal, and open it in the browser if asked to.

    Args:
        session: where to print.
        link: the link; whoever has it acts as the learner, so it is never logged.
        open_it: whether to open it.
    """
    if session.output.format == "table":
        session.output.value(link, link)
    else:
        session.output.one({"launchLink": link}, _VIEW)
    if open_it:
        import webbrowser

        if not webbrowser.open(link):
            session.terminal.warn("no browser could be opened; open the link yourself")
