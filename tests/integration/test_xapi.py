"""``scloud xapi`` and ``scloud connector`` as users run them."""

import pytest

from tests.support.results import Run


@pytest.fixture
def pair(scloud: Run, api: str) -> dict[str, object]:
    """A key pair, made over each API."""
    done = scloud("xapi", "credential", "create", "CI", "--permissions", "readonly", "--api", api)
    assert done.code == 0, done.err
    found: dict[str, object] = done.json
    return found


def test_a_key_pair_is_made_alike_over_both_apis(pair: dict[str, object]) -> None:
    assert pair["secret"]
    assert (pair["name"], pair["isEnabled"]) == ("CI", True)
    assert (pair["auth"], pair["permissionsLevel"]) == ("BASICAUTH", "READONLY")


def test_a_key_pair_is_changed_and_keeps_the_rest(
    scloud: Run, api: str, pair: dict[str, object]
) -> None:
    words = ("xapi", "credential")
    changed = scloud(*words, "update", str(pair["id"]), "--disable", "--api", api)
    assert changed.code == 0, changed.err
    shown = scloud(*words, "show", str(pair["id"]), "--api", api).json
    assert shown == {**pair, "isEnabled": False}


def test_key_pairs_are_listed_without_their_secrets(
    scloud: Run, api: str, pair: dict[str, object]
) -> None:
    done = scloud("xapi", "credential", "list", "--api", api)
    assert pair["id"] in {each["id"] for each in done.json}
    assert str(pair["secret"]) not in done.out


def test_a_key_pair_is_deleted_when_that_is_confirmed(
    scloud: Run, api: str, pair: dict[str, object]
) -> None:
    words = ("xapi", "credential", "delete", str(pair["id"]), "--api", api)
    assert scloud(*words).code == 10
    assert scloud(*words, "--yes").code == 0
    assert scloud("xapi", "credential", "show", str(pair["id"]), "--api", api).code == 3


def test_a_pipe_is_made_listed_and_deleted(scloud: Run) -> None:
    words = ("xapi", "pipe", "create", "https://lrs.example/xapi", "--target-user", "u")
    made = scloud(*words, "--passwords-stdin", typed="hush\n").json["id"]
    listed = scloud("xapi", "pipe", "list")
    [found] = [each for each in listed.json if each["id"] == made]
    assert found["target"] == {"url": "https://lrs.example/xapi", "userName": "u"}
    assert "hush" not in listed.out
    assert scloud("xapi", "pipe", "delete", made, "--yes").code == 0
    assert scloud("xapi", "pipe", "delete", made, "--yes").code == 3


def test_v1_forwards_from_a_record_store_that_is_named(scloud: Run) -> None:
    words = ("xapi", "pipe", "create", "https://lrs.example/xapi", "--api", "v1")
    assert scloud(*words).error["hint"] == "give --source"
    made = scloud(*words, "--source", "https://cloud.example/lrs").json["id"]
    assert scloud("xapi", "pipe", "delete", made, "--yes", "--api", "v1").code == 0


def test_a_connector_is_made_changed_and_deleted(scloud: Run) -> None:
    words = ("connector", "create", "kind", "--configuration", '{"bucket": "b"}', "-o", "ids")
    made = scloud(*words).out.strip()
    assert scloud("connector", "update", made, "--disable").code == 0
    [found] = [each for each in scloud("connector", "list").json if each["connectorId"] == made]
    assert (found["configuration"], found["enabled"]) == ({"bucket": "b"}, False)
    assert scloud("connector", "delete", made).code == 10
    assert scloud("connector", "delete", made, "--yes").code == 0


def test_a_configuration_that_is_no_object_is_refused(scloud: Run) -> None:
    assert scloud("connector", "create", "kind", "--configuration", "[]").code == 2


def test_connectors_are_v2s(scloud: Run) -> None:
    assert scloud("connector", "list", "--api", "v1").error["code"] == "unsupported_by_api"


def test_key_pairs_are_a_table_on_a_terminal(
    scloud_on_terminal: Run, pair: dict[str, object]
) -> None:
    text = scloud_on_terminal("xapi", "credential", "list").text
    assert text.splitlines()[0].split()[:2] == ["ID", "NAME"]
    assert str(pair["id"]) in text
    assert str(pair["secret"]) not in text


def test_connectors_on_a_terminal(scloud_on_terminal: Run) -> None:
    assert scloud_on_terminal("connector", "list").code == 0


def test_a_pipe_is_shown_and_changed_without_its_passwords(scloud: Run) -> None:
    create = ("xapi", "pipe", "create", "https://a.example/xapi", "--target-user", "u")
    pipe = scloud(*create, "--passwords-stdin", "-o", "ids", typed="secret-1\n").out.strip()
    shown = scloud("xapi", "pipe", "show", pipe)
    assert shown.json["target"] == {"url": "https://a.example/xapi", "userName": "u"}
    change = ("xapi", "pipe", "update", pipe)
    assert scloud(*change, "--source", "https://b.example/xapi").json["status"] == "updated"
    shown = scloud("xapi", "pipe", "show", pipe)
    assert shown.json["source"] == {"url": "https://b.example/xapi"}
    assert shown.json["target"]["url"] == "https://a.example/xapi"
    assert "secret-1" not in shown.out
    assert scloud(*change).code == 2
    assert scloud(*change, "--source-user", "u").code == 2


def test_who_a_user_is_is_asked_where_v1_is_told_to(scloud: Run) -> None:
    callback = ("xapi", "callback")
    url = "https://lms.example/lrs-auth"
    assert scloud(*callback, "set", url, "--api", "v1").json == {"url": url}
    assert scloud(*callback, "show", "--api", "v1").json == {"url": url}
    assert scloud(*callback, "remove", "--api", "v1").code == 0
    assert scloud(*callback, "show", "--api", "v1").json == {}
    assert scloud(*callback, "show", "--api", "v2").error["code"] == "unsupported_by_api"
