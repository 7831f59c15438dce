"""What the root command does with what it is given, before any service is asked."""

import json

import pytest

from scormcloud_cli.cli import main


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    code = main(list(words))
    error: dict[str, object] = json.loads(capsys.readouterr().err)["error"]
    assert error["exit"] == code
    return error


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
    words: tuple[str, ...], meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    error = refused(capsys, *words)
    assert (error["exit"], error["hint"]) == (2, f"did you mean: {meant}")


def test_the_plural_of_a_group_is_the_group(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["courses", "--help"]) == 0
    assert capsys.readouterr().out.startswith("Usage: scloud course ")


def test_common_options_stand_anywhere(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (("-o", "xml", "course", "list"), ("course", "list", "-o", "xml")):
        assert "'xml' is not one of" in str(refused(capsys, *words)["message"])


def test_an_error_has_the_form_of_the_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["course", "show", "golf", "-o", "csv"]) == 4
    assert capsys.readouterr().err.startswith("error: no account is set up\nhint: ")
    assert refused(capsys, "course", "show", "golf", "-o", "jsonl")["code"] == "auth"


@pytest.mark.parametrize(
    ("name", "value"),
    [("SCLOUD_API", "v3"), ("SCLOUD_OUTPUT", "xml"), ("SCLOUD_TIMEOUT", "soon")],
)
def test_a_variable_is_refused_as_its_option_would_be(
    name: str, value: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    error = refused(capsys, "-p", "local", "--dry-run", "course", "title", "golf", "Golf")
    assert error["exit"] == 2
    assert name in str(error["message"])
