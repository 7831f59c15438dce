from pathlib import Path

import pytest
from starlette.testclient import TestClient

from scormcloud_cli.emulator.app import create_app
from scormcloud_cli.emulator.faults import BadRules, Rule, Rules, read
from scormcloud_cli.emulator.service import APP_ID, SECRET_KEY, Emulator
from tests.unit.emulator.conftest import ADDRESS, CONTENT_PORT


def statuses(emulator: Emulator, rules: Rules, path: str = "ping", count: int = 1) -> list[int]:
    app = create_app(emulator, CONTENT_PORT, faults=rules)
    with TestClient(app, ADDRESS + "/api/v2/") as client:
        client.auth = (APP_ID, SECRET_KEY)
        return [client.get(path).status_code for _ in range(count)]


def test_a_status_is_answered_in_place_of_doing_it(emulator: Emulator) -> None:
    rules = Rules((Rule(operations=("GetCourses",), status=429, retry_after=2),))
    assert statuses(emulator, rules, "courses") == [429]
    assert statuses(emulator, rules, "ping") == [200]
    with TestClient(
        create_app(emulator, CONTENT_PORT, faults=rules), ADDRESS + "/api/v2/"
    ) as client:
        assert client.get("courses").headers["retry-after"] == "2"


def test_operations_of_v1_are_known_by_their_names(emulator: Emulator) -> None:
    rules = Rules((Rule(operations=("rustici.debug.*",), status=503),))
    assert statuses(emulator, rules, ADDRESS + "/api?method=rustici.debug.ping") == [503]
    assert statuses(emulator, rules, ADDRESS + "/api?method=rustici.course.exists") != [503]


def test_a_rate_is_kept_to_and_a_seed_repeats_it(emulator: Emulator) -> None:
    rules = Rules((Rule(rate=0.3, status=500),), seed=7)
    first = statuses(emulator, rules, count=80)
    assert 16 <= first.count(500) <= 32
    assert statuses(emulator, rules, count=80) == first


def test_the_first_calls_are_let_through_where_a_rule_says_so(emulator: Emulator) -> None:
    rules = Rules((Rule(operations=("PingAppId",), after=2, status=503),))
    assert statuses(emulator, rules, "courses", count=2) == [200, 200]
    assert statuses(emulator, rules, count=4) == [200, 200, 503, 503]


def test_a_delay_lets_the_next_rule_have_its_turn(emulator: Emulator) -> None:
    assert statuses(emulator, Rules((Rule(latency=0.001), Rule(status=502)))) == [502]


def test_a_file_of_rules_is_read(tmp_path: Path) -> None:
    path = tmp_path / "faults.toml"
    path.write_text(
        'seed = 1\n[[rule]]\noperations = ["Create*"]\nrate = 0.5\nafter = 3\ncut = "lost"\n'
        "[[rule]]\nstatus = 429\nretryAfter = 1.5\n"
    )
    assert read(path) == Rules(
        (
            Rule(operations=("Create*",), rate=0.5, after=3, cut="lost"),
            Rule(status=429, retry_after=1.5),
        ),
        1,
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[rule", "array"),
        ("rules = 1", "there is no 'rules'"),
        ("[[rule]]\nstate = 1", "no 'state'"),
        ("[[rule]]\nrate = 2", "from 0 to 1"),
        ("[[rule]]\nrate = 'x'", "a number"),
        ("[[rule]]\nafter = -1", "0 or more"),
        ("[[rule]]\nstatus = 200", "from 400"),
        ("[[rule]]\ncut = 'half'", "one of request"),
        ("[[rule]]\noperations = 'x'", "list"),
        ("seed = 'x'", "whole number"),
    ],
)
def test_a_file_that_says_what_is_not_known_is_refused(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "faults.toml"
    path.write_text(text)
    with pytest.raises(BadRules, match=message):
        read(path)
