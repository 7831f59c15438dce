"""What a command is given: options before the environment, and the environment before defaults."""

from collections.abc import Mapping
from io import StringIO

import pytest

from scormcloud_cli.api.errors import AuthenticationFailed, UsageError
from scormcloud_cli.session import DEFAULT_RETRIES, DEFAULT_TIMEOUT, Session
from scormcloud_cli.terminal.streams import Terminal
from scormcloud_cli.terminal.view import Column, View

COURSE = View("course", columns=(Column("id", "ID"),), fields=("id", "title", "metadata.*"))
PAIR = {"SCLOUD_APP_ID": "app", "SCLOUD_SECRET_KEY": "key"}


def begun(environ: Mapping[str, str] | None = None, **options: object) -> Session:
    """Return a session with some common options given, and not yet started."""
    session = Session(Terminal(StringIO(), StringIO(), StringIO(), environ or {}))
    for name, value in options.items():
        session.set(name, value)
    return session


def started(environ: Mapping[str, str] | None = None, **options: object) -> Session:
    session = begun(environ, **options)
    session.start(COURSE)
    return session


def test_without_options_all_is_as_documented() -> None:
    session = started()
    assert (session.timeout, session.retries) == (DEFAULT_TIMEOUT, DEFAULT_RETRIES)
    assert (session.api, session.output_format, session.output.format) == (None, "auto", "json")
    assert (session.dry_run, session.lists_fields, session.output.fields) == (False, False, ())


def test_the_environment_goes_before_the_defaults() -> None:
    session = started(
        {"SCLOUD_API": "v1", "SCLOUD_OUTPUT": "csv", "SCLOUD_TIMEOUT": "2.5", "SCLOUD_RETRIES": "0"}
    )
    assert (session.api, session.output.format) == ("v1", "csv")
    assert (session.timeout, session.retries) == (2.5, 0)


def test_an_option_goes_before_the_environment_though_that_is_wrong() -> None:
    environ = {"SCLOUD_API": "v3", "SCLOUD_OUTPUT": "xml", "SCLOUD_TIMEOUT": "soon"}
    session = started(environ, api="v2", output="ids", timeout=1.0)
    assert (session.api, session.output.format, session.timeout) == ("v2", "ids", 1.0)


def test_an_empty_variable_is_none() -> None:
    session = started({"SCLOUD_API": "", "SCLOUD_OUTPUT": "", "SCLOUD_TIMEOUT": ""})
    assert (session.api, session.output_format) == (None, "auto")
    assert session.timeout == DEFAULT_TIMEOUT


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SCLOUD_API", "v3"),
        ("SCLOUD_OUTPUT", "xml"),
        ("SCLOUD_TIMEOUT", "soon"),
        ("SCLOUD_TIMEOUT", "-1"),
        ("SCLOUD_RETRIES", "1.5"),
    ],
)
def test_a_variable_that_is_wrong_is_refused_with_its_name(name: str, value: str) -> None:
    with pytest.raises(UsageError, match=f"^{name} must be"):
        started({name: value})


def test_what_is_said_to_the_terminal_is_told_to_it_at_once() -> None:
    session = begun(quiet=True, verbose=True, yes=True, color="never")
    terminal = session.terminal
    assert (terminal.quiet, terminal.verbose, terminal.assume_yes) == (True, True, True)
    assert terminal.color == "never"


@pytest.mark.parametrize("text", ["1", "true", "yes", "TRUE", "anything"])
@pytest.mark.parametrize("name", ["CI", "SCLOUD_NO_INPUT"])
def test_nobody_is_asked_where_the_environment_says_so(name: str, text: str) -> None:
    session = begun({name: text})
    session.terminal.may_ask = True
    session.start(COURSE)
    assert not session.terminal.may_ask


@pytest.mark.parametrize("text", ["", "0", "false", "No", " off "])
def test_a_no_in_the_environment_is_a_no(text: str) -> None:
    session = begun({"CI": text, "SCLOUD_NO_INPUT": text, "SCLOUD_DEBUG": text})
    session.terminal.may_ask = True
    session.start(COURSE)
    assert session.terminal.may_ask
    assert not session.terminal.debugging


def test_requests_are_shown_by_option_or_environment() -> None:
    assert started(debug=True).terminal.debugging
    assert started({"SCLOUD_DEBUG": "1"}).terminal.debugging


def test_fields_are_taken_apart_at_commas() -> None:
    assert started(fields=" id, metadata.titles ,,title").output.fields == (
        "id",
        "metadata.titles",
        "title",
    )


def test_fields_that_the_command_does_not_print_are_refused_at_the_start() -> None:
    with pytest.raises(UsageError) as refused:
        started(fields="id,titel")
    assert refused.value.hint == "did you mean title?"


def test_a_command_without_a_view_takes_no_fields() -> None:
    session = begun(fields="id")
    with pytest.raises(UsageError, match="prints nothing that has fields"):
        session.start(None)


def test_a_command_without_a_view_prints_bare_values() -> None:
    session = begun(output="json")
    session.start(None)
    session.output.value(True, "true")
    assert isinstance(session.terminal.stdout, StringIO)
    assert session.terminal.stdout.getvalue() == "true\n"


def test_without_names_the_fields_are_to_be_listed() -> None:
    session = started(fields="?")
    assert session.lists_fields
    assert session.output.fields == ()


def test_there_is_no_output_before_the_command_line_has_been_read() -> None:
    with pytest.raises(RuntimeError):
        _ = begun().output


def test_the_progress_of_a_session_is_one() -> None:
    session = started()
    assert session.progress is session.progress


def test_the_profile_asked_for_goes_before_the_environments() -> None:
    assert begun({"SCLOUD_PROFILE": "missing"}, profile="local").profile().name == "local"
    assert begun({"SCLOUD_PROFILE": "local"}).profile().name == "local"


def test_the_service_is_that_of_the_environment_and_speaks_the_api_asked_for() -> None:
    environ = {**PAIR, "SCLOUD_BASE_URL": "https://example.org"}
    session = started(environ, api="v1")
    assert session.cloud().api == "v1"
    assert session.cloud(api="v2").api == "v2"
    assert session.cloud().base_url == "https://example.org"
    session.close()


def test_without_an_account_only_what_needs_none_is_reached() -> None:
    session = started()
    with pytest.raises(AuthenticationFailed):
        session.cloud()
    assert session.anonymous_cloud().base_url == "https://cloud.scorm.com"
    session.close()


def test_at_the_end_the_last_step_comes_first_and_each_once() -> None:
    session = begun()
    steps: list[str] = []
    session.on_close(lambda: steps.append("first"))
    session.on_close(lambda: steps.append("last"))
    session.close()
    session.close()
    assert steps == ["last", "first"]
