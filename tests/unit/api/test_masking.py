import pytest

from scormcloud_cli.api.masking import mask, mask_value


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("GET https://x/api?appid=a&sig=0123abcd&ts=1", "GET https://x/api?appid=a&sig=***&ts=1"),
        ("Authorization: Basic bG9jYWw6c2VjcmV0", "Authorization: ***"),
        ("authorization: Bearer abc", "authorization: ***"),
        ('{"secretKey": "abc", "name": "n"}', '{"secretKey": "***", "name": "n"}'),
        ('{"launchLink": "https://x/y?z"}', '{"launchLink": "***"}'),
        ('{"password": "a\\"b"}', '{"password": "***"}'),
        ("<launchLink><![CDATA[https://x]]></launchLink>", "<launchLink>***</launchLink>"),
        ("<secretKey>abc</secretKey>", "<secretKey>***</secretKey>"),
        ("https://x/player/content/TOKEN?a=1 is it", "https://x/player/*** is it"),
        (
            "https://x/api/cloud/registration/launch/UUID?a=1 is it",
            "https://x/api/cloud/registration/launch/*** is it",
        ),
        ("https://x/api/cloud/course/preview/UUID", "https://x/api/cloud/course/preview/***"),
        ("Location: https://x/y", "Location: ***"),
        (
            '{"settingId": "ApiAuthPassword", "value": "p\\"q", "explicit": true}',
            '{"settingId": "ApiAuthPassword", "value": "***", "explicit": true}',
        ),
        (
            '[{"effectiveValue": "p", "id": "Password", "explicitValue":"p"}, {"value": "v"}]',
            '[{"effectiveValue": "***", "id": "Password", "explicitValue":"***"}, {"value": "v"}]',
        ),
        ("?access_token=abc&x=1", "?access_token=***&x=1"),
    ],
)
def test_secrets_are_hidden_by_their_names(text: str, shown: str) -> None:
    assert mask(text) == shown


@pytest.mark.parametrize(
    "text", ["GET https://x/api/v2/courses?filter=golf", '{"title": "A secret garden"}']
)
def test_the_rest_is_left(text: str) -> None:
    assert mask(text) == text


def test_a_known_secret_is_hidden_wherever_it_stands() -> None:
    assert mask("refused: the key s3cr3t of app", ["s3cr3t", ""]) == "refused: the key *** of app"


def test_values_are_hidden_at_any_depth() -> None:
    setting = {"settingId": "ApiRollupRegistrationAuthPassword", "value": "p"}
    assert mask_value("", [setting]) == [{**setting, "value": "***"}]
    value = {"auth": {"password": "p", "userName": "u"}, "keys": [{"secretKey": "k"}]}
    assert mask_value("", value) == {
        "auth": {"password": "***", "userName": "u"},
        "keys": [{"secretKey": "***"}],
    }
