"""``scloud registration`` as users run it, over both APIs."""

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from urllib.request import urlopen
from uuid import UUID

import pytest

from tests.support.playing import PASSED, play
from tests.support.results import Run

NewId = Callable[[str], str]


def test_create_prints_the_registration(scloud: Run, golf: str, new_id: NewId, api: str) -> None:
    registration_id = new_id("ann")
    done = scloud(
        *("registration", "create", "--course", golf, "--id", registration_id, "--api", api),
        *("--learner", "ann@example.org", "--first-name", "Ann", "--last-name", "Lee"),
        *("--email", "ann@example.org", "--tag", "b", "--tag", "a"),
    )
    assert done.code == 0, done.err
    found = done.json
    assert found["id"] == registration_id
    assert found["course"]["id"] == golf
    assert found["learner"] == {
        "id": "ann@example.org",
        "email": "ann@example.org",
        "firstName": "Ann",
        "lastName": "Lee",
    }
    assert found["registrationCompletion"] == "UNKNOWN"
    assert found["tags"] == ["a", "b"]


def test_create_makes_up_an_id(scloud: Run, golf: str, api: str) -> None:
    done = scloud(
        "registration", "create", "--course", golf, "--learner", "bob", "-o", "ids", "--api", api
    )
    assert UUID(done.out.strip())


def test_create_prints_its_fields_on_a_terminal(scloud_on_terminal: Run, golf: str) -> None:
    done = scloud_on_terminal("registration", "create", "--course", golf, "--learner", "bob")
    assert done.code == 0
    assert "learner.id" in done.out


def test_create_refuses_a_taken_id(scloud: Run, golf: str, ann: str, api: str) -> None:
    done = scloud(
        *("registration", "create", "--course", golf, "--learner", "bob", "--id", ann),
        *("--api", api),
    )
    assert done.code == 1
    assert done.error["code"] == "registration_exists"


def test_create_for_an_unknown_course_is_not_found(scloud: Run, api: str) -> None:
    done = scloud(
        *("registration", "create", "--course", "no-such-course", "--learner", "bob"),
        *("--api", api),
    )
    assert done.code == 3
    assert done.error["code"] == "course_not_found"


def test_create_keeps_a_postback(scloud: Run, golf: str, new_id: NewId, api: str) -> None:
    registration_id = new_id("ann")
    created = scloud(
        *("registration", "create", "--course", golf, "--learner", "ann", "--api", api),
        *("--id", registration_id, "--postback-url", "https://lms.example/hook"),
        *("--postback-auth", "httpbasic", "--postback-user", "u", "--postback-password-stdin"),
        typed="pass-word\n",
    )
    assert created.code == 0, created.err
    found = scloud(
        "registration", "config", "get", registration_id, "ApiRollupRegistrationPostBackUrl"
    ).json
    assert found[0]["effectiveValue"] == "https://lms.example/hook"


def test_list_of_a_course_holds_its_registrations(
    scloud: Run, golf: str, ann: str, api: str
) -> None:
    done = scloud("registration", "list", "--course", golf, "--api", api)
    assert [each["id"] for each in done.json] == [ann]


def test_list_prints_a_table_on_a_terminal(
    scloud_on_terminal: Run, golf: str, ann: str, api: str
) -> None:
    done = scloud_on_terminal("registration", "list", "--course", golf, "--api", api)
    heading, row = done.text.splitlines()
    assert heading.split()[0] == "ID"
    assert row.startswith(ann)


def test_list_of_an_unknown_course_is_empty(scloud: Run, api: str) -> None:
    done = scloud("registration", "list", "--course", "no-such-course", "--api", api)
    assert (done.code, done.out) == (0, "[]\n")


def test_show_is_the_same_over_both_apis(scloud: Run, ann: str) -> None:
    over_v1 = scloud("registration", "show", ann, "--api", "v1")
    over_v2 = scloud("registration", "show", ann, "--api", "v2")
    assert over_v1.json["learner"] == over_v2.json["learner"]
    assert over_v1.json["course"] == over_v2.json["course"]


def test_show_adds_the_activities_if_asked_to(scloud: Run, ann: str, api: str) -> None:
    found = scloud("registration", "show", ann, "--children", "--api", api).json
    assert found["activityDetails"]["children"][0]["activityCompletion"] == "UNKNOWN"


def test_show_of_an_unknown_registration_is_not_found(scloud: Run, api: str) -> None:
    done = scloud("registration", "show", "no-such-registration", "--api", api)
    assert (done.code, done.error["code"]) == (3, "registration_not_found")


def test_show_on_a_terminal_says_the_error_in_words(scloud_on_terminal: Run, api: str) -> None:
    done = scloud_on_terminal("registration", "show", "no-such-registration", "--api", api)
    assert done.code == 3
    assert "error:" in done.out
    assert "no-such-registration" in done.out


def test_exists_prints_true_or_false(scloud: Run, ann: str, api: str) -> None:
    assert scloud("registration", "exists", ann, "--api", api).out == "true\n"
    not_there = scloud("registration", "exists", "no-such-registration", "--api", api)
    assert (not_there.code, not_there.out) == (3, "false\n")


def test_launch_prints_a_link(scloud: Run, ann: str, api: str) -> None:
    done = scloud("registration", "launch", ann, "--api", api)
    assert done.json["launchLink"].startswith("http://127.0.0.1:")


def test_launch_prints_a_bare_link_on_a_terminal(scloud_on_terminal: Run, ann: str) -> None:
    done = scloud_on_terminal("registration", "launch", ann)
    assert done.out.startswith("http://127.0.0.1:")


def test_launch_of_an_unknown_registration_is_not_found(scloud: Run, api: str) -> None:
    assert scloud("registration", "launch", "no-such-registration", "--api", api).code == 3


def test_launch_refuses_a_link_that_lives_too_long(scloud: Run, ann: str) -> None:
    done = scloud("registration", "launch", ann, "--expires", "301")
    assert done.code == 2


def test_the_launch_link_is_not_logged(scloud: Run, ann: str) -> None:
    done = scloud("registration", "launch", ann, "--debug", "--api", "v2")
    token = done.json["launchLink"].rsplit("/", 1)[1]
    assert token not in done.err


def test_history_of_what_was_never_launched_is_empty(scloud: Run, ann: str, api: str) -> None:
    done = scloud("registration", "history", ann, "--api", api)
    assert (done.code, done.out) == (0, "[]\n")


def test_a_link_that_was_opened_is_in_the_history(scloud: Run, ann: str, api: str) -> None:
    link = scloud("registration", "launch", ann, "--api", api).json["launchLink"]
    with urlopen(link) as page:
        assert page.status == 200
    (launch,) = scloud("registration", "history", ann, "--api", api).json
    shown = scloud("registration", "show", ann, "--api", api).json
    assert shown["firstAccessDate"] == shown["lastAccessDate"] == launch["launchTime"]


def test_a_score_in_a_log_is_that_of_results(scloud: Run, ann: str, api: str) -> None:
    play(scloud("registration", "launch", ann, "--api", api).json["launchLink"], *PASSED)
    (launch,) = scloud("registration", "history", ann, "--log", "--api", api).json
    changes = [line.get("changes") or {} for line in launch["historyLog"]]
    assert [change["score"] for change in changes if "score" in change] == [[None, 83.0]] * 2


def test_the_history_has_a_log_where_it_is_asked_for(
    scloud: Run, scloud_on_terminal: Run, ann: str, api: str
) -> None:
    link = scloud("registration", "launch", ann, "--api", api).json["launchLink"]
    passed = ("LMSSetValue", "cmi.core.lesson_status", "passed")
    play(link, ("LMSInitialize", ""), passed, ("LMSGetValue", "cmi.nothing"))
    (launch,) = scloud("registration", "history", ann, "--log", "--api", api).json
    log = launch["historyLog"]
    calls = [line for line in log if "function" in line]
    assert [(line["function"], line["answer"]) for line in calls] == [
        ("LMSInitialize", "true"),
        ("LMSSetValue", "true"),
        ("LMSGetValue", ""),
    ]
    assert calls[1]["arguments"] == ["cmi.core.lesson_status", "passed"]
    assert calls[1]["changes"]["success"] == ["UNKNOWN", "PASSED"]
    assert (calls[2]["number"], calls[2]["error"]) == (3, 201)
    assert calls[2]["message"] == "Invalid argument error"
    events = [line["event"] for line in log if "event" in line]
    assert events == ["AttemptStart", "Rollup", "UnloadSco", "Exit"]
    table = scloud_on_terminal("registration", "history", ann, "--log", "--api", api).text
    assert "LMSSetValue('cmi.core.lesson_status'" in table
    assert "UNKNOWN → PASSED" in table


def test_a_launch_that_was_played_is_told_the_same_over_both_apis(scloud: Run, ann: str) -> None:
    link = scloud("registration", "launch", ann).json["launchLink"]
    passed = ("LMSSetValue", "cmi.core.lesson_status", "passed")
    play(link, ("LMSInitialize", ""), ("LMSSetValue", "cmi.core.score.raw", "83"), passed)
    command = ("registration", "history", ann, "--log", "--api")
    over_v1, over_v2 = (scloud(*command, api).json[0] for api in ("v1", "v2"))
    assert over_v1["historyLog"] == over_v2["historyLog"]
    names = ("completionStatus", "successStatus", "score", "launchTime", "exitTime")
    assert [over_v1[name] for name in names] == [over_v2[name] for name in names]
    for options in ((), ("--children",), ("--children", "--runtime")):
        show = ("registration", "show", ann, *options, "--api")
        v1, v2 = (scloud(*show, api).json for api in ("v1", "v2"))
        told = ("registrationCompletion", "registrationSuccess", "score", "completedDate")
        assert [v1[name] for name in told] == [v2[name] for name in told]
        assert (v2["registrationSuccess"], v2["score"]) == ("PASSED", {"scaled": 83.0})


def test_reset_asks_first_on_a_terminal(scloud_on_terminal: Run, ann: str, api: str) -> None:
    declined = scloud_on_terminal("registration", "reset", ann, "--api", api, typed="n\n")
    assert declined.code == 10


def test_reset_keeps_the_registration(scloud: Run, ann: str, api: str) -> None:
    done = scloud("registration", "reset", ann, "--yes", "--api", api)
    assert done.code == 0, done.err
    assert done.json["id"] == ann


def test_tags_are_set_added_and_removed(scloud: Run, ann: str, api: str) -> None:
    tag = ("registration", "tag")
    assert scloud(*tag, "set", ann, "a", "b", "--api", api).json["tags"] == ["a", "b"]
    assert scloud(*tag, "add", ann, "c", "--api", api).json["tags"] == ["a", "b", "c"]
    assert scloud(*tag, "remove", ann, "a", "--api", api).json["tags"] == ["b", "c"]


def test_the_postback_is_configured_alike_over_both_apis(scloud: Run, ann: str, api: str) -> None:
    config = ("registration", "config")
    setting = "ApiRollupRegistrationPostBackUrl"
    done = scloud(*config, "set", ann, f"{setting}=https://lms.example/hook", "--api", api)
    assert done.code == 0, done.err
    assert done.json[0]["effectiveValue"] == "https://lms.example/hook"
    assert scloud(*config, "unset", ann, setting, "--api", api).code == 0


def test_delete_takes_the_registration_away(scloud: Run, ann: str, api: str) -> None:
    done = scloud("registration", "delete", ann, "--yes", "--api", api)
    assert done.json == {"id": ann, "status": "deleted"}
    assert scloud("registration", "exists", ann).code == 3


def test_delete_asks_first_on_a_terminal(scloud_on_terminal: Run, ann: str, api: str) -> None:
    agreed = scloud_on_terminal("registration", "delete", ann, "--api", api, typed="y\n")
    assert agreed.code == 0
    assert "deleted" in agreed.out


@pytest.mark.parametrize("option", ["--children", "--runtime", "--interactions"])
def test_what_was_asked_for_is_in_csv(
    scloud: Run, golf: str, ann: str, option: str, tmp_path: Path
) -> None:
    listed = scloud("registration", "list", "--course", golf, option, "-o", "csv").out
    scloud("registration", "export", "--course", golf, option, "-O", "all.csv", "--force")
    for text in (listed, (tmp_path / "all.csv").read_text()):
        [row] = csv.DictReader(StringIO(text))
        assert json.loads(row["activityDetails"])
