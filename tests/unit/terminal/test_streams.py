from io import StringIO

import pytest

from scormcloud_cli.api.errors import Declined, UsageError
from scormcloud_cli.terminal.streams import Terminal, printable


class Screen(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def said(terminal: Terminal) -> str:
    assert isinstance(terminal.stderr, StringIO)
    return terminal.stderr.getvalue()


def test_results_and_conversation_go_to_different_streams(terminal: Terminal) -> None:
    terminal.write("result")
    terminal.notice("notice")
    assert isinstance(terminal.stdout, StringIO)
    assert (terminal.stdout.getvalue(), said(terminal)) == ("result", "notice\n")


def test_quiet_silences_notices_but_no_warning(terminal: Terminal) -> None:
    terminal.quiet = True
    terminal.notice("done")
    terminal.warn("look here")
    assert said(terminal) == "warning: look here\n"


def test_details_are_told_when_asked_for(terminal: Terminal) -> None:
    terminal.detail("before")
    terminal.verbose = True
    terminal.detail("after")
    assert said(terminal) == "after\n"


def test_an_error_is_told_with_what_to_do(terminal: Terminal) -> None:
    terminal.error("it failed", "try again")
    assert said(terminal) == "error: it failed\nhint: try again\n"


@pytest.mark.parametrize(
    ("environ", "color", "colored"),
    [
        ({}, "auto", True),
        ({"NO_COLOR": "1"}, "auto", False),
        ({"NO_COLOR": ""}, "auto", True),  # no-color.org: an empty one does not count
        ({"TERM": "dumb"}, "auto", False),
        ({"NO_COLOR": "1"}, "always", True),
        ({}, "never", False),
    ],
)
def test_colour_on_a_terminal(environ: dict[str, str], color: str, colored: bool) -> None:
    terminal = Terminal(StringIO(), Screen(), Screen(), environ)
    terminal.color = color
    assert terminal.wants_color(True) is colored


def test_colour_in_a_pipe_only_if_forced() -> None:
    assert not Terminal(StringIO(), StringIO(), StringIO(), {}).wants_color(False)
    assert Terminal(StringIO(), StringIO(), StringIO(), {"FORCE_COLOR": "1"}).wants_color(False)


def test_where_nobody_can_be_asked_the_way_on_is_named(terminal: Terminal) -> None:
    with pytest.raises(UsageError) as refused:
        terminal.ask("Application ID", instead="--app-id")
    assert refused.value.hint == "--app-id"


def test_a_confirmation_that_cannot_be_asked_is_a_no(terminal: Terminal) -> None:
    with pytest.raises(Declined) as refused:
        terminal.confirm("Delete it?")
    assert refused.value.hint == "add --yes"


def test_yes_answers_confirmations_before_they_are_asked(terminal: Terminal) -> None:
    terminal.assume_yes = True
    terminal.confirm("Delete it?")
    assert said(terminal) == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2Jgone", "\N{REPLACEMENT CHARACTER}[2Jgone"),
        ("\x9b2Jgone", "\N{REPLACEMENT CHARACTER}2Jgone"),  # the same, in one character
        ("a\rb", "a\N{REPLACEMENT CHARACTER}b"),
        ("a\tb", "a b"),
        ("two\nlines", "two\nlines"),
        ("Grüße, 日本", "Grüße, 日本"),
    ],
)
def test_escape_sequences_are_shown_and_not_obeyed(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.fixture
def typing() -> Terminal:
    """A terminal at which somebody has typed two lines."""
    return Terminal(Screen(" ABC123 \ny\n"), Screen(), Screen(), {"TERM": "dumb"})


def test_questions_are_asked_on_standard_error_and_answers_read_from_standard_input(
    typing: Terminal,
) -> None:
    assert typing.ask("Application ID", instead="--app-id") == "ABC123"
    typing.confirm("Delete it?")
    assert said(typing) == "Application ID: Delete it? [y/N] "


def test_anything_but_a_yes_is_a_no(typing: Terminal) -> None:
    with pytest.raises(Declined, match="nothing was done"):
        typing.confirm("Delete it?")


def test_an_end_of_input_is_no_answer(typing: Terminal) -> None:
    typing.stdin.read()
    with pytest.raises(Declined, match="no answer was given"):
        typing.ask("Application ID", instead="--app-id")


def test_no_line_break_in_a_text_fakes_another_line(terminal: Terminal) -> None:
    terminal.error("it failed\nhint: rm -rf /", "look\nerror: x")
    terminal.warn("odd\nhint: x")
    terminal.notice("done\nerror: x")
    beginnings = [line.split(":")[0] for line in said(terminal).splitlines() if line[0] != " "]
    assert beginnings == ["error", "hint", "warning", "done"]
