from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.workflows.course_settings import CourseSettings, course_settings

Settings = Callable[..., CourseSettings]

TOML = """
[golf]
title = "Golf"
tags = ["sport", "2026"]
[golf.settings]
PlayerShowNavBar = true
PlayerWidth = 800
Ratio = 1.5
Name = "golf"
[tennis]
title = "Tennis"
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return the settings of golf, with a scloud.toml beside the source if its text is given."""

    def settings_of_golf(text: str | None = None, **options: Any) -> CourseSettings:
        if text is not None:
            (tmp_path / "scloud.toml").write_text(text, "utf-8")
        options = {"title": None, "tags": (), "settings": (), "config": None, **options}
        return course_settings(str(tmp_path / "golf.zip"), "golf", **options)

    return settings_of_golf


def test_without_options_and_file_a_course_is_left_as_it_is(settings: Settings) -> None:
    assert settings() == CourseSettings(title=None, tags=None, settings=None)


def test_options_say_what_a_course_is_to_be(settings: Settings) -> None:
    options = settings(title="Golf", tags=("sport",), settings=("A=1", "B=x=y", "C="))
    assert options == CourseSettings("Golf", ("sport",), {"A": "1", "B": "x=y", "C": ""})


def test_the_table_of_the_course_in_the_file_says_it_too(settings: Settings) -> None:
    told = settings(TOML)
    assert (told.title, told.tags) == ("Golf", ("sport", "2026"))
    assert told.settings == {
        "PlayerShowNavBar": "true",
        "PlayerWidth": "800",
        "Ratio": "1.5",
        "Name": "golf",
    }


def test_options_go_before_the_file(settings: Settings) -> None:
    told = settings(TOML, title="", tags=("new",), settings=("PlayerWidth=900", "More=1"))
    assert (told.title, told.tags) == ("", ("new",))
    assert told.settings is not None
    assert (told.settings["PlayerWidth"], told.settings["More"]) == ("900", "1")
    assert told.settings["Name"] == "golf"


def test_an_empty_list_of_tags_takes_all_of_them(settings: Settings) -> None:
    assert settings("[golf]\ntags = []").tags == ()


def test_a_file_that_does_not_name_the_course_says_nothing(settings: Settings) -> None:
    assert settings('[tennis]\ntitle = "Tennis"') == CourseSettings()


def test_another_file_may_be_meant(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text('[golf]\ntitle = "Other"')
    assert settings(TOML, config=str(tmp_path / "other.toml")).title == "Other"


def test_a_file_that_is_meant_must_be_there(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        settings(config=str(tmp_path / "other.toml"))
    assert refused.value.code == "file_not_found"


@pytest.mark.parametrize("text", ["NAME", "=1", ""])
def test_a_setting_without_name_or_value_is_refused(settings: Settings, text: str) -> None:
    with pytest.raises(UsageError, match="given as NAME=VALUE"):
        settings(settings=(text,))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("golf = 1", r"golf must be a table, \[golf\]"),
        ("[golf]\ntitel = 'x'", r"\[golf\] has the unknown key 'titel'"),
        ("[golf]\ntitle = 1", "title of .golf. must be a text"),
        ("[golf]\ntags = 'sport'", "tags of .golf. must be a list of texts"),
        ("[golf]\ntags = ['a', 1]", "tags of .golf. must be a list of texts"),
        ("[golf]\nsettings = 'x'", "settings of .golf. must be a table"),
        ("[golf.settings]\nA = ['x']", "settings of .golf. must be a table"),
        ("[golf", r"scloud\.toml: "),
    ],
)
def test_a_file_that_is_not_what_it_must_be_is_refused(
    settings: Settings, text: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        settings(text)


def test_an_unknown_key_is_refused_with_those_that_are_known(settings: Settings) -> None:
    with pytest.raises(UsageError) as refused:
        settings("[golf]\ntitel = 'x'")
    assert refused.value.hint == "title, tags and settings are known"


def test_a_key_outside_of_the_courses_tables_is_refused(settings: Settings) -> None:
    with pytest.raises(UsageError, match="title stands outside of a course's table") as refused:
        settings('title = "Golf"')
    assert refused.value.hint == "put it under [golf]"


@pytest.fixture
def inside(tmp_path: Path) -> Settings:
    """Return the settings of golf with a scloud.toml in its folder and, if given, one beside it."""

    def settings_of_golf(text: str, beside: str | None = None) -> CourseSettings:
        folder = tmp_path / "golf"
        folder.mkdir()
        (folder / "scloud.toml").write_text(text, "utf-8")
        if beside is not None:
            (tmp_path / "scloud.toml").write_text(beside, "utf-8")
        return course_settings(str(folder), "golf", title=None, tags=(), settings=(), config=None)

    return settings_of_golf


def test_the_file_in_the_courses_folder_counts(inside: Settings) -> None:
    assert inside('[golf]\ntitle = "Golf"') == CourseSettings(title="Golf")


def test_the_file_in_the_folder_goes_before_the_one_beside_it(inside: Settings) -> None:
    told = inside('[golf]\ntitle = "Inside"\n[golf.settings]\nPlayerWidth = 900', TOML)
    assert (told.title, told.tags) == ("Inside", ("sport", "2026"))
    assert told.settings is not None
    assert (told.settings["PlayerWidth"], told.settings["Name"]) == ("900", "golf")


def test_what_is_wrong_with_another_course_does_not_matter(settings: Settings) -> None:
    assert settings("[tennis]\ntitel = 1\n[golf]\ntitle = 'Golf'").title == "Golf"
