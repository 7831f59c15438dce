"""Groups find their commands by the names of files."""

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from scormcloud_cli import commands
from scormcloud_cli.commands.shared.command import Command, Group
from tests.support.results import Run
from tests.unit.commands.walking import COMMANDS, EVERY, GROUPS

PACKAGE = commands.__name__
# What a function is not called, because Python has something of that name.
TAKEN = {"import", "list", "set", "exec", "help", "open"}


def modules() -> Iterator[str]:
    """Yield the modules that are to be commands, by their names below the package."""
    for module in pkgutil.walk_packages(commands.__path__, PACKAGE + "."):
        parts = module.name.removeprefix(PACKAGE + ".").split(".")
        if parts[0] != "shared" and not any(part.startswith("_") for part in parts):
            yield ".".join(parts)


MODULES = sorted(modules())
BY_WORDS = {entry.words: entry for entry in EVERY}


def words_of(module: str) -> tuple[str, ...]:
    return tuple(part.rstrip("_").replace("_", "-") for part in module.split("."))


def test_every_module_holds_the_command_that_it_is_called() -> None:
    for name in MODULES:
        words = words_of(name)
        command = BY_WORDS[words].command
        plain = words[-1].replace("-", "_")
        module = importlib.import_module(f"{PACKAGE}.{name}")
        assert getattr(module, plain + "_" if plain in TAKEN else plain) is command, name
        defined = [value for value in vars(module).values() if isinstance(value, click.Command)]
        assert defined == [command], name


def test_every_command_is_a_module_or_is_shared_by_groups() -> None:
    names = {words_of(name) for name in MODULES}
    others = {entry.words for entry in EVERY if entry.words not in names and entry.words}
    assert {words[-2] for words in others} == {"tag", "config"}
    assert len(names) > 100


def test_every_command_is_of_a_class_of_ours_and_called_by_its_name() -> None:
    for entry in EVERY:
        assert isinstance(entry.command, Command | Group), entry
        assert entry.command.name == (entry.words[-1] if entry.words else "scloud"), entry
        assert entry.context.command_path.split() == ["scloud", *entry.words], entry


def test_every_group_lists_its_commands_in_order_each_once() -> None:
    for entry in GROUPS:
        assert isinstance(entry.command, Group)
        names = entry.command.list_commands(entry.context)
        assert names == sorted(set(names)), entry
        assert names, entry


def test_every_command_takes_the_common_options_and_hides_none_by_its_own() -> None:
    for entry in COMMANDS:
        options = [name for parameter in entry.command.params for name in parameter.opts]
        assert len(set(options)) == len(options), entry
        assert {"--fields", "--profile", "--output"} <= set(options), entry


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a package of commands, made for the test."""
    folder = tmp_path / "made_for_the_test"
    (folder / "nested_group").mkdir(parents=True)
    group = "import click\nfrom scormcloud_cli.commands.shared.command import Group\n\n"
    command = "import click\nfrom scormcloud_cli.commands.shared.command import Command\n\n"
    for name, text in {
        "__init__": "",
        "two_words": command + "@click.command(cls=Command)\ndef two_words(): ...",
        "import_": command + "@click.command(cls=Command)\ndef import_(): ...",
        "list": command + "@click.command(cls=Command)\ndef list_(): ...",
        "_private": "raise AssertionError",
        "shared": "raise AssertionError",
        "nested_group/__init__": group + "@click.group(cls=Group)\ndef nested_group(): ...",
        "nested_group/set": command + "@click.command(cls=Command)\ndef set_(): ...",
    }.items():
        (folder / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    yield folder.name
    for name in [name for name in sys.modules if name.split(".")[0] == folder.name]:
        del sys.modules[name]


@pytest.fixture
def group(package: str) -> Group:
    return Group("group", package=package)


def test_the_commands_of_a_group_are_the_modules_of_its_package(group: Group) -> None:
    context = click.Context(group)
    assert group.list_commands(context) == ["import", "list", "nested-group", "two-words"]
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        assert command.name == name


def test_a_folder_is_a_group(group: Group) -> None:
    nested = group.get_command(click.Context(group), "nested-group")
    assert isinstance(nested, Group)
    assert nested.list_commands(click.Context(nested)) == ["set"]


def test_a_module_is_loaded_when_its_command_is_asked_for(group: Group, package: str) -> None:
    context = click.Context(group)
    group.list_commands(context)
    assert f"{package}.list" not in sys.modules
    group.get_command(context, "list")
    assert f"{package}.list" in sys.modules
    assert f"{package}.import_" not in sys.modules


@pytest.mark.parametrize("name", ["_private", "private", "shared", "import_", "two_words", "none"])
def test_what_is_no_command_is_not_found(group: Group, name: str) -> None:
    assert group.get_command(click.Context(group), name) is None


def test_a_command_that_is_added_stands_beside_those_of_the_package(group: Group) -> None:
    group.add_command(Command("added"))
    context = click.Context(group)
    assert "added" in group.list_commands(context)
    assert group.get_command(context, "added") is not None


def test_the_help_of_a_command_lists_the_common_options_apart(scloud: Run) -> None:
    own, _, common = scloud("course", "title", "--help").out.partition("Common options:")
    assert "--fields" in common
    assert "--fields" not in own
