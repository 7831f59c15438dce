import click
import pytest

from scormcloud_cli.commands.shared.types import EnumOf, Moment, ShardType
from scormcloud_cli.workflows.options import Shard

PARAMETER = click.Option(["--option"])
CONTEXT = click.Context(click.Command("scloud"))


def test_a_shard_is_one_of_several() -> None:
    assert ShardType().convert("2/5", None, None) == Shard(2, 5)
    assert ShardType().convert("1/1", None, None) == Shard(1, 1)


@pytest.mark.parametrize(
    "wrong", ["0/3", "4/3", "3", "a/b", "-1/3", "1/0", "1/2/3", "/", "", "\N{SUPERSCRIPT TWO}/3"]
)
def test_what_is_no_shard_is_refused(wrong: str) -> None:
    with pytest.raises(click.BadParameter, match="is not I/N, such as 2/5"):
        ShardType().convert(wrong, None, None)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-31", "2026-01-31T00:00:00.000Z"),
        ("2026-01-31T12:00", "2026-01-31T12:00:00.000Z"),
        ("2026-01-31T12:00+02:00", "2026-01-31T10:00:00.000Z"),
    ],
)
def test_a_moment_is_told_in_utc(text: str, moment: str) -> None:
    assert Moment().convert(text, None, None) == moment


@pytest.mark.parametrize("text", ["yesterday", "", "2026-02-30", "31.1.2026"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter, match="is not a time such as"):
        Moment().convert(text, None, None)


def test_values_are_those_of_the_catalogue() -> None:
    kind = EnumOf("GetCourses", "filterBy")
    assert kind.values() == ("tags", "title", "course_id")
    assert kind.get_metavar(PARAMETER, CONTEXT) == "[tags|title|course_id]"
    assert kind.convert("title", None, None) == "title"


def test_another_value_is_refused_with_those_there_are() -> None:
    with pytest.raises(click.BadParameter, match="is not one of tags, title, course_id"):
        EnumOf("GetCourses", "filterBy").convert("id", None, None)


def test_values_are_completed() -> None:
    items = EnumOf("GetCourses", "filterBy").shell_complete(CONTEXT, PARAMETER, "t")
    assert [item.value for item in items] == ["tags", "title"]


def test_where_the_values_are_not_known_the_service_judges() -> None:
    kind = EnumOf("GetCourses", "nosuch")
    assert kind.get_metavar(PARAMETER, CONTEXT) == "NAME"
    assert kind.convert("anything", None, None) == "anything"
