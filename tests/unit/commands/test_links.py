"""Links are printed as they are, and opened only where they lead to the web."""

import webbrowser
from io import StringIO

import pytest

from scormcloud_cli.api.errors import UnexpectedAnswer
from scormcloud_cli.commands.shared.links import show_link
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.streams import Terminal
from scormcloud_cli.terminal.views.shared import LAUNCH_LINK


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The links that the browser was given."""
    links: list[str] = []

    def note(link: str) -> bool:
        links.append(link)
        return True

    monkeypatch.setattr(webbrowser, "open", note)
    return links


def session(**options: object) -> Session:
    begun = Session(Terminal(StringIO(), StringIO(), StringIO(), {}))
    for name, value in options.items():
        begun.set(name, value)
    begun.start(LAUNCH_LINK)
    return begun


@pytest.mark.parametrize("link", ["https://lms.example/l", "HTTP://127.0.0.1:8080/l"])
def test_a_link_of_the_web_is_opened(link: str, opened: list[str]) -> None:
    show_link(session(), link, open_it=True)
    assert opened == [link]


@pytest.mark.parametrize(
    "link", ["file:///etc/passwd", "-x", "javascript:alert(1)", "https:", "//lms.example", ""]
)
def test_any_other_is_printed_and_not_opened(link: str, opened: list[str]) -> None:
    begun = session()
    with pytest.raises(UnexpectedAnswer, match="http or https"):
        show_link(begun, link, open_it=True)
    assert isinstance(begun.terminal.stdout, StringIO)
    assert link in begun.terminal.stdout.getvalue()
    assert opened == []


def test_nothing_is_opened_in_a_dry_run(opened: list[str]) -> None:
    show_link(session(dry_run=True), "https://lms.example/l", open_it=True)
    assert opened == []
