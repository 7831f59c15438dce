"""What the root command does with what it is given, before any service is asked."""

import pytest

from scormcloud_cli.session import Session
from tests.support.results import Run


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("cours",), "scloud course"),
        (("corses", "list"), "scloud course"),
        (("course", "lst"), "scloud course list"),
        (("course", "tag", "ad"), "scloud course tag add"),
        (("raw", "desribe"), "scloud raw describe"),
    ],
)
def test_a_mistyped_command_is_refused_with_the_nearest(
    words: tuple[str, ...], meant: str, scloud: Run
) -> None:
    refused = scloud(*words)
    assert (refused.code, refused.error["exit"]) == (2, 2)
    assert refused.error["hint"] == f"did you mean: {meant}"


def test_where_no_command_is_near_the_help_is_the_way_on(scloud: Run) -> None:
    assert scloud("xxxxxxxx").error["hint"] == "scloud --help"
    assert scloud("course", "qqqqqqqq").error["hint"] == "scloud course --help"


@pytest.mark.parametrize(
    ("plural", "group"),
    [
        ("courses", "course"),
        ("registrations", "registration"),
        ("dispatches", "dispatch"),
        ("apps", "app"),
        ("learners", "learner"),
        ("emulators", "emulator"),
    ],
)
def test_the_plural_of_a_group_is_the_group(plural: str, group: str, scloud: Run) -> None:
    shown = scloud(plural, "--help")
    assert shown.code == 0
    assert shown.out.startswith(f"Usage: scloud {group} ")


@pytest.mark.parametrize("word", ["raws", "pings", "auths", "backups", "completions", "dispatchs"])
def test_what_is_no_plural_of_a_group_is_refused(word: str, scloud: Run) -> None:
    assert scloud(word).error["message"] == f"no such command {word!r}"


def test_common_options_stand_anywhere(scloud: Run) -> None:
    for words in (("-o", "xml", "course", "list"), ("course", "list", "-o", "xml")):
        assert "'xml' is not one of" in scloud(*words).error["message"]


def test_the_last_of_a_common_option_counts(scloud: Run) -> None:
    assert scloud("-o", "json", "raw", "list", "tagging", "-o", "jsonl").out.startswith('{"name"')


def test_an_error_has_the_form_of_the_output(scloud: Run) -> None:
    refused = scloud("course", "show", "golf", "-o", "csv")
    assert refused.code == 4
    assert refused.err.startswith("error: no profile is set up\nhint: ")
    assert scloud("course", "show", "golf", "-o", "jsonl").error["code"] == "auth"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SCLOUD_API", "v3"),
        ("SCLOUD_OUTPUT", "xml"),
        ("SCLOUD_TIMEOUT", "soon"),
        ("SCLOUD_RETRIES", "-1"),
    ],
)
def test_a_variable_is_refused_as_its_option_would_be(name: str, value: str, scloud: Run) -> None:
    words = ("-p", "local", "--dry-run", "course", "title", "golf", "Golf")
    refused = scloud(*words, environ={name: value})
    assert (refused.code, refused.error["exit"]) == (2, 2)
    assert name in refused.error["message"]


def test_the_version_is_told(scloud: Run) -> None:
    shown = scloud("--version")
    assert (shown.code, shown.out.split()[0]) == (0, "scloud")


def test_a_group_alone_shows_its_help_and_is_no_success(scloud: Run) -> None:
    shown = scloud("course")
    assert (shown.code, shown.out) == (2, "")
    assert shown.err.startswith("Usage: scloud course ")


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of scloud itself: one in the place where every command asks for its service."""

    def fail(*_arguments: object, **_options: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(Session, "cloud", fail)


@pytest.mark.usefixtures("faulty")
def test_a_fault_of_scloud_says_what_to_report(scloud: Run) -> None:
    told = scloud("ping", "-o", "table")
    assert told.code == 70
    assert told.err == (
        "error: a fault in scloud: ZeroDivisionError: division by zero\n"
        "hint: run it again with --debug and report what it prints\n"
    )


@pytest.mark.usefixtures("faulty")
def test_a_fault_of_scloud_has_the_form_of_the_output(scloud: Run) -> None:
    told = scloud("ping", "-o", "json")
    assert told.code == 70
    assert told.error == {
        "code": "internal",
        "exit": 70,
        "message": "a fault in scloud: ZeroDivisionError: division by zero",
        "hint": "run it again with --debug and report what it prints",
        "retryable": False,
    }


@pytest.mark.usefixtures("faulty")
def test_where_a_fault_is_is_shown_when_it_is_asked_for(scloud: Run) -> None:
    told = scloud("ping", "--debug")
    assert told.code == 70
    assert "in fail" in told.err
    assert told.error["code"] == "internal"
