from dataclasses import replace
from pathlib import Path

import pytest

from scormcloud_cli.accounts import keys, profiles
from scormcloud_cli.accounts.profiles import Profile
from scormcloud_cli.api.errors import AuthenticationFailed, UsageError

PAIR = {"SCLOUD_APP_ID": "app", "SCLOUD_SECRET_KEY": "key"}


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"SCLOUD_CONFIG_DIR": str(tmp_path), "SCLOUD_KEYRING": "none"}


@pytest.fixture
def work(environ: dict[str, str]) -> Profile:
    profile = Profile(name="work", app_id="app", apis=("v2", "v1"), store="file")
    profiles.save(environ, profile, make_current=True)
    return profile


def test_what_is_saved_is_loaded(environ: dict[str, str], work: Profile) -> None:
    assert profiles.load(environ) == {"work": work}
    assert profiles.current(environ) == "work"


def test_a_comment_in_the_config_file_outlives_a_change(
    environ: dict[str, str], work: Profile
) -> None:
    path = profiles.config_file(environ)
    path.write_text("# ours, do not touch\n" + path.read_text())
    profiles.save(environ, Profile(name="other"), make_current=False)
    assert path.read_text().startswith("# ours, do not touch\n")
    assert sorted(profiles.load(environ)) == ["other", "work"]


def test_removing_the_current_profile_leaves_none_current(
    environ: dict[str, str], work: Profile
) -> None:
    profiles.remove(environ, "work")
    assert (profiles.load(environ), profiles.current(environ)) == ({}, None)


def test_the_profile_local_needs_nothing(environ: dict[str, str]) -> None:
    local = profiles.choose("local", environ)
    assert profiles.credentials(local, environ).app_id == "local"


def test_the_profile_local_takes_no_other_pair(environ: dict[str, str]) -> None:
    local = profiles.choose("local", environ)
    assert profiles.credentials(local, environ | PAIR).app_id == "local"


def test_the_environment_goes_before_the_profile(environ: dict[str, str], work: Profile) -> None:
    given = environ | PAIR | {"SCLOUD_PROFILE": "work"}
    pair = profiles.credentials(profiles.choose(None, given), given)
    assert (pair.app_id, pair.secret_key) == ("app", "key")
    assert pair.source == "SCLOUD_APP_ID and SCLOUD_SECRET_KEY"


def test_a_profile_that_is_asked_for_goes_before_the_environment(
    environ: dict[str, str], work: Profile
) -> None:
    keys.keep("work", "app", "kept", "file", environ)
    given = environ | {"SCLOUD_APP_ID": "other", "SCLOUD_SECRET_KEY": "key", "SCLOUD_TOKEN": "t"}
    pair = profiles.credentials(profiles.choose("work", given), given)
    assert (pair.app_id, pair.secret_key, pair.token) == ("app", "kept", "")
    assert (pair.profile, pair.source) == ("work", "file")


def test_a_profile_that_is_asked_for_takes_no_management_pair_of_the_environment(
    environ: dict[str, str], work: Profile
) -> None:
    given = environ | {"SCLOUD_MANAGEMENT_APP_ID": "boss", "SCLOUD_MANAGEMENT_SECRET_KEY": "key"}
    asked = profiles.choose("work", given, management=True)
    with pytest.raises(AuthenticationFailed) as refused:
        profiles.credentials(asked, given, management=True)
    assert refused.value.code == "no_management_credentials"
    assert "scloud auth login -p work --management" in (refused.value.hint or "")


def test_the_management_pair_is_chosen_apart_from_the_applications(
    environ: dict[str, str], work: Profile
) -> None:
    keys.keep("work", "boss", "kept", "file", environ)
    managed = replace(work, management_app_id="boss", management_store="file")
    profiles.save(environ, managed, make_current=True)
    given = environ | PAIR
    pair = profiles.credentials(
        profiles.choose(None, given, management=True), given, management=True
    )
    assert (pair.app_id, pair.secret_key) == ("boss", "kept")


def test_the_profile_of_the_environment_goes_before_the_current_one(
    environ: dict[str, str], work: Profile
) -> None:
    profiles.save(environ, Profile(name="other"), make_current=False)
    assert profiles.choose(None, environ | {"SCLOUD_PROFILE": "other"}).name == "other"


def test_where_no_profile_is_current_the_others_are_named(
    environ: dict[str, str], work: Profile
) -> None:
    profiles.save(environ, Profile(name="other"), make_current=False)
    profiles.remove(environ, "work")
    with pytest.raises(AuthenticationFailed) as refused:
        profiles.choose(None, environ)
    assert refused.value.message == "no profile is the current one"
    assert refused.value.hint == "scloud auth switch NAME, or -p NAME; there are: other"


def test_an_empty_name_asks_for_no_profile_that_there_is(
    environ: dict[str, str], work: Profile
) -> None:
    with pytest.raises(UsageError):
        profiles.choose("", environ)


def test_the_environment_alone_is_an_account(environ: dict[str, str]) -> None:
    profile = profiles.choose(None, environ | PAIR)
    assert profile.base_url == "https://cloud.scorm.com"
    assert profile.api == "v2"


def test_the_environments_base_url_goes_before_the_profiles(
    environ: dict[str, str], work: Profile
) -> None:
    chosen = profiles.choose("work", environ | {"SCLOUD_BASE_URL": "https://example.org/"})
    assert chosen.base_url == "https://example.org"


def test_half_a_pair_says_which_half_is_missing(environ: dict[str, str]) -> None:
    half = environ | {"SCLOUD_APP_ID": "app"}
    with pytest.raises(AuthenticationFailed) as refused:
        profiles.credentials(profiles.choose(None, half), half)
    assert refused.value.hint == "set SCLOUD_SECRET_KEY"


def test_no_account_says_the_ways_on(environ: dict[str, str]) -> None:
    with pytest.raises(AuthenticationFailed) as refused:
        profiles.choose(None, environ)
    assert "scloud auth login" in (refused.value.hint or "")
    assert "-p local" in (refused.value.hint or "")


def test_management_calls_take_the_management_pair(environ: dict[str, str], work: Profile) -> None:
    with pytest.raises(AuthenticationFailed) as refused:
        profiles.credentials(work, environ | PAIR, management=True)
    assert refused.value.code == "no_management_credentials"
    assert "SCLOUD_MANAGEMENT_APP_ID" in (refused.value.hint or "")


def test_a_mistyped_profile_is_refused_with_the_nearest(
    environ: dict[str, str], work: Profile
) -> None:
    with pytest.raises(UsageError) as refused:
        profiles.choose("wrok", environ)
    assert refused.value.hint == "did you mean work?"


@pytest.mark.parametrize("name", ["local", "environment", "", "a b", "a/b", "../a"])
def test_names_that_no_profile_can_have(name: str) -> None:
    with pytest.raises(UsageError):
        profiles.check_name(name)


@pytest.mark.parametrize(
    "content",
    [
        "profiles = 3",
        "profiles.work = 3",
        "[profiles.work]\napi = 'v3'",
        "[profiles.work]\napp_id = 3",
        "[profiles.work]\napis = 3",
        "[profiles.work]\nbase_url = ['https://cloud.scorm.com']",
    ],
)
def test_what_is_malformed_in_a_config_file_is_named(
    content: str, environ: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_text(content)
    with pytest.raises(UsageError, match=r"config\.toml: profiles") as refused:
        profiles.load({"SCLOUD_CONFIG_DIR": str(tmp_path)})
    assert (refused.value.code, bool(refused.value.hint)) == ("config_malformed", True)


def test_a_malformed_config_file_is_named(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("profiles = [")
    with pytest.raises(UsageError, match=r"config\.toml is malformed") as refused:
        profiles.choose(None, environ)
    assert refused.value.code == "config_malformed"


def test_an_unknown_api_in_the_config_file_is_named(
    environ: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_text('[profiles.work]\napi = "v3"\n')
    with pytest.raises(UsageError, match=r"profiles\.work\.api must be one of"):
        profiles.choose("work", environ)
