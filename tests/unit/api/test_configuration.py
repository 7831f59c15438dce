import pytest

from scormcloud_cli.api.configuration import check_settings
from scormcloud_cli.api.errors import UsageError


@pytest.mark.parametrize(
    ("setting_id", "value", "hint"),
    [
        ("PlayerShowNavbar", "true", "did you mean PlayerShowNavBar?"),
        ("PlayerShowNavBar", "yes", "true or false"),
        ("PlayerShowNavBar", "True", "true or false"),
        ("PlayerScoLaunchType", "FRAME", "FRAMESET, NEW_WINDOW, "),
        ("PlayerDesiredWidth", "wide", "a whole number"),
        ("PlayerStatusRollupModeThresholdScore", "1,5", "a number"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_with_what_can(
    setting_id: str, value: str, hint: str
) -> None:
    with pytest.raises(UsageError) as refused:
        check_settings({setting_id: value})
    assert hint in (refused.value.hint or "")


def test_settings_that_can_be_are_taken() -> None:
    check_settings(
        {
            "PlayerShowNavBar": "false",
            "PlayerScoLaunchType": "NEW_WINDOW",
            "PlayerDesiredWidth": "-1",
            "PlayerStatusRollupModeThresholdScore": "0.5",
            "ApiRollupRegistrationPostBackUrl": "",
        }
    )
