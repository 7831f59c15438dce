"""What the page that plays a course asks for, as `docs/emulator.md, The player` says."""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from scormcloud_cli.emulator import courses
from scormcloud_cli.emulator.service import APP_ID, Emulator
from tests.unit.emulator.conftest import CONTENT, Clock, add_course, register

JsonObject = dict[str, Any]


class Played:
    """A sitting, as a page's adapter sees it."""

    def __init__(self, client: Any, link: str) -> None:
        self._client = client
        answer = client.get(link, follow_redirects=False)
        assert answer.status_code == 302, answer.text
        self.url = CONTENT + answer.headers["location"]
        self._numbers: dict[str, int] = {}

    @property
    def course(self) -> JsonObject:
        return dict(self._client.get(self.url + "/course").json())

    @property
    def start(self) -> str:
        return str(self.course["start"])

    def post(self, path: str, body: object = None) -> Any:
        return self._client.post(f"{self.url}/{path}", content=json.dumps(body or {}))

    def call(self, *calls: tuple[object, ...], activity: str | None = None) -> list[JsonObject]:
        activity = activity or self.start
        first = self._numbers.get(activity, 0) + 1
        self._numbers[activity] = first + len(calls) - 1
        records = [
            {"n": number, "function": function, "arguments": arguments}
            for number, (function, *arguments) in enumerate(calls, first)
        ]
        answer = self.post(f"calls/{activity}", {"calls": records})
        assert answer.status_code == 200, answer.text
        return list(answer.json()["answers"])


def launched(client: Any, registration_id: str, **values: object) -> Played:
    body = {"redirectOnExitUrl": "https://example.org/back", **values}
    answer = client.post(f"registrations/{registration_id}/launchLink", json=body)
    return Played(client, answer.json()["launchLink"])


def progress(client: Any, registration_id: str, **flags: bool) -> JsonObject:
    query = {name: str(value).lower() for name, value in flags.items()}
    return dict(client.get(f"registrations/{registration_id}", params=query).json())


def launches(client: Any, registration_id: str) -> list[JsonObject]:
    answer = client.get(f"registrations/{registration_id}/launchHistory")
    return list(answer.json()["launchHistory"])


PASSED = (
    ("LMSInitialize", ""),
    ("LMSSetValue", "cmi.core.score.raw", "90"),
    ("LMSSetValue", "cmi.core.lesson_status", "passed"),
)


def test_a_launch_link_leads_to_a_page_that_tells_the_course(client: Any, ann: str) -> None:
    played = launched(client, ann)
    assert "<title>" in client.get(played.url).text
    course = played.course
    assert (course["registrationId"], course["standard"]) == (ann, "SCORM12")
    assert (course["redirectOnExitUrl"], course["tracking"]) == ("https://example.org/back", True)
    (sco,) = [activity for activity in course["activities"] if activity["href"]]
    assert (sco["id"], sco["kind"], sco["blocked"]) == (course["start"], "SCO", False)
    assert "<html" in client.get(CONTENT + sco["href"]).text.lower()


def test_calls_are_answered_with_code_and_words(client: Any, ann: str) -> None:
    played = launched(client, ann)
    answers = played.call(
        ("LMSInitialize", ""),
        ("LMSGetValue", "cmi.core.student_name"),
        ("LMSSetValue", "cmi.core.student_name", "Bob"),
    )
    assert [answer["answer"] for answer in answers] == ["true", "Lee, Ann", "false"]
    assert [answer["n"] for answer in answers] == [1, 2, 3]
    assert [answer["code"] for answer in answers] == ["0", "0", "403"]
    assert answers[2]["error"] == "Element is read only"


def test_a_result_is_told_before_the_learner_has_left(client: Any, ann: str) -> None:
    launched(client, ann).call(*PASSED)
    told = progress(client, ann, includeChildResults=True, includeRuntime=True)
    overall = ("registrationCompletion", "registrationSuccess", "score")
    assert [told[name] for name in overall] == ["COMPLETED", "PASSED", {"scaled": 90.0}]
    assert told["completedDate"] == "2026-01-31T12:00:00.000Z"
    sco = told["activityDetails"]
    while sco["children"]:
        (sco,) = sco["children"]
    assert (sco["activitySuccess"], sco["runtime"]["scoreRaw"]) == ("PASSED", "90")


def test_a_call_that_comes_twice_counts_once(client: Any, ann: str) -> None:
    played = launched(client, ann)
    calls = [
        {"n": 1, "function": "LMSInitialize", "arguments": [""]},
        {"n": 2, "function": "LMSSetValue", "arguments": ["cmi.core.lesson_location", "3"]},
    ]
    path = f"calls/{played.start}"
    first = played.post(path, {"calls": calls}).json()
    assert played.post(path, {"calls": calls}).json() == first
    assert [answer["answer"] for answer in first["answers"]] == ["true", "true"]


def test_a_beacon_is_taken_whose_body_is_text(client: Any, ann: str) -> None:
    played = launched(client, ann)
    answer = client.post(
        f"{played.url}/calls/{played.start}",
        content='{"calls": [{"n": 1, "function": "LMSInitialize", "arguments": [""]}]}',
        headers={"Content-Type": "text/plain;charset=UTF-8"},
    )
    assert answer.json()["answers"][0]["answer"] == "true"


def test_exit_tells_the_result_and_where_to_go(client: Any, ann: str, clock: Clock) -> None:
    played = launched(client, ann)
    played.call(*PASSED)
    clock.forward(seconds=90)
    told = played.post("exit").json()
    assert (told["completion"], told["success"], told["score"]) == ("COMPLETED", "PASSED", 90.0)
    assert told["redirect"] == "https://example.org/back"
    assert "seconds" not in told
    (launch,) = launches(client, ann)
    assert launch["exitTime"] == "2026-01-31T12:01:30.000Z"
    assert (launch["completionStatus"], launch["totalSecondsTracked"]) == ("COMPLETED", 90.0)
    assert played.post("exit").json() == told


def test_what_was_suspended_is_resumed_by_the_next_launch(client: Any, ann: str) -> None:
    first = launched(client, ann)
    first.call(
        ("LMSInitialize", ""),
        ("LMSSetValue", "cmi.suspend_data", "page 3"),
        ("LMSSetValue", "cmi.core.exit", "suspend"),
        ("LMSFinish", ""),
    )
    first.post("exit")
    answers = launched(client, ann).call(
        ("LMSInitialize", ""),
        ("LMSGetValue", "cmi.suspend_data"),
        ("LMSGetValue", "cmi.core.entry"),
    )
    assert [answer["answer"] for answer in answers] == ["true", "page 3", "resume"]


def test_a_second_launch_closes_the_first(client: Any, ann: str) -> None:
    first = launched(client, ann)
    first.call(*PASSED[:2])
    second = launched(client, ann)
    refused = first.post(f"calls/{second.start}", {"calls": []})
    assert (refused.status_code, refused.json()) == (409, {"error": "superseded"})
    assert client.get(first.url + "/state").status_code == 409
    assert client.get(second.url + "/state").status_code == 200
    assert "exitTime" in launches(client, ann)[0]
    assert second.call(("LMSInitialize", ""))[0]["answer"] == "true"


def test_a_launch_that_begins_another_instance_closes_the_one_before(client: Any, ann: str) -> None:
    setting = {"settingId": "WhenToRestartRegistration", "value": "WHEN_EXISTING_REG_IS_COMPLETE"}
    client.post(f"registrations/{ann}/configuration", json={"settings": [setting]})
    older = launched(client, ann)
    older.call(*PASSED)

    newer = launched(client, ann)

    refused = older.post("exit", {})
    assert (refused.status_code, refused.json()) == (409, {"error": "superseded"})
    assert newer.post("exit", {}).json()["completion"] == "UNKNOWN"
    assert client.get(f"registrations/{ann}/instances/0").json()["registrationSuccess"] == "PASSED"


def test_a_lesson_waits_for_its_prerequisite(
    client: Any, import_course: Callable[..., str]
) -> None:
    played = launched(client, registered(client, import_course("two", "two-scos")))
    folder, first, second = played.course["activities"][-3:]
    assert (folder["href"], second["blocked"]) == (None, True)
    played.call(*PASSED, activity=first["id"])
    left = played.post(f"leave/{first['id']}").json()
    assert second["id"] not in left["blocked"]
    assert played.course["start"] == second["id"]
    assert progress(client, "someone")["registrationCompletion"] == "INCOMPLETE"


def registered(client: Any, course_id: str) -> str:
    learner = {"id": "someone@example.org", "firstName": "Some", "lastName": "One"}
    body = {"courseId": course_id, "registrationId": "someone", "learner": learner}
    assert client.post("registrations", json=body).status_code == 204
    return "someone"


def test_a_preview_is_played_without_credit_and_leaves_nothing(
    client: Any, ann: str, golf: str
) -> None:
    body = {"redirectOnExitUrl": "closer"}
    link = client.post(f"courses/{golf}/preview", json=body).json()["launchLink"]
    played = Played(client, link)
    assert played.course["tracking"] is False
    answers = played.call(*PASSED, ("LMSGetValue", "cmi.core.lesson_mode"))
    assert answers[-1]["answer"] == "browse"
    assert played.post("exit").status_code == 200
    assert progress(client, ann)["registrationCompletion"] == "UNKNOWN"


def test_a_launch_without_tracking_leaves_nothing(client: Any, ann: str) -> None:
    played = launched(client, ann, tracking=False)
    played.call(*PASSED)
    played.post("exit")
    assert launches(client, ann) == []
    assert progress(client, ann)["registrationCompletion"] == "UNKNOWN"


def test_a_page_that_went_away_may_come_back(client: Any, ann: str) -> None:
    played = launched(client, ann)
    page = played.course["page"]
    last = [{"n": 1, "function": "LMSInitialize", "arguments": [""]}]
    start = played.start
    gone = {"page": page + 1, "calls": {start: last}}
    assert played.post("exit", gone).status_code == 200
    assert "exitTime" in launches(client, ann)[0]
    assert played.course["page"] == page + 2
    assert "exitTime" not in launches(client, ann)[0]


def test_a_page_that_went_away_stays_away_once_the_course_was_launched_again(
    client: Any, ann: str
) -> None:
    first = launched(client, ann)
    first.call(("LMSInitialize", ""), ("LMSSetValue", "cmi.core.lesson_status", "passed"))
    first.post("exit", {"page": first.course["page"]})
    launched(client, ann)
    assert client.get(first.url + "/course").json() == {"error": "superseded"}
    assert progress(client, ann)["registrationSuccess"] == "PASSED"


def test_a_page_that_is_back_is_not_ended_by_the_one_before(client: Any, ann: str) -> None:
    played = launched(client, ann)
    page = played.course["page"]
    assert played.course["page"] == page + 1
    assert played.post("exit", {"page": page}).status_code == 200
    assert client.get(played.url + "/state").json()["state"] == "open"


@pytest.mark.parametrize(
    "body",
    [
        [],
        "x",
        [[[[]]]],
        {},
        {"calls": 3},
        {"calls": [3]},
        {"calls": [{"n": 0, "function": "x"}]},
        {"calls": [{"n": "1", "function": "x"}]},
        {"calls": [{"n": True, "function": "x"}]},
        {"calls": [{"n": 1, "function": "x", "arguments": 5}]},
        {"calls": [{"n": n, "function": "x"} for n in range(1, 1002)]},
    ],
)
def test_what_are_no_calls_is_refused(client: Any, ann: str, body: object) -> None:
    played = launched(client, ann)
    url = f"{played.url}/calls/{played.start}"
    assert client.post(url, json=body).status_code == 400
    assert client.post(url, content=b"\xff{").status_code == 400
    assert client.post(url, content=b"[" * 100_000).status_code == 400
    assert played.post("exit", {"calls": body if isinstance(body, list) else 3}).status_code == 400


def test_forged_sittings_and_activities_are_unknown(client: Any, ann: str) -> None:
    played = launched(client, ann)
    assert played.post("calls/nothing", {"calls": [{"n": 1, "function": "x"}]}).status_code == 404
    assert played.post("leave/nothing").status_code == 404
    for path in ("", "/course", "/state"):
        assert client.get(f"{CONTENT}/player/forged{path}").status_code == 404
    assert client.post(f"{CONTENT}/player/forged/exit", json={}).status_code == 404


def test_odd_calls_are_errors_of_the_standard(client: Any, ann: str) -> None:
    answers = launched(client, ann).call(
        ("LMSSetValue", "cmi.core.lesson_status", "passed"),
        ("LMSInitialize", ""),
        ("LMSInitialize", ""),
        ("LMSSetValue", "cmi.suspend_data", "x" * 5_000_000),
        ("Nonsense",),
        ("LMSFinish", ""),
        ("LMSSetValue", "cmi.core.lesson_status", "passed"),
    )
    codes = [answer["code"] for answer in answers]
    assert codes == ["301", "0", "101", "405", "101", "0", "301"]


def test_arguments_that_are_no_texts_count_as_a_script_says_them(client: Any, ann: str) -> None:
    played = launched(client, ann)
    played.call(("LMSInitialize", ""))
    location = "cmi.core.lesson_location"
    for value, text in ((True, "true"), (None, "null"), (5, "5"), ("a\x00b", "a\x00b")):
        set_, get = played.call(("LMSSetValue", location, value), ("LMSGetValue", location))
        assert (set_["answer"], get["answer"]) == ("true", text)


def test_half_a_character_is_replaced_wherever_it_stands(client: Any, ann: str) -> None:
    played = launched(client, ann)
    half = "\ud83d"
    _, set_, get, *refused = played.call(
        ("LMSInitialize", ""),
        ("LMSSetValue", "cmi.suspend_data", "x" + half),
        ("LMSGetValue", "cmi.suspend_data"),
        ("LMSSetValue", half, half),
        ("LMS" + half,),
    )
    assert (set_["answer"], get["answer"]) == ("true", "x\ufffd")
    assert [answer["code"] for answer in refused] == ["201", "101"]
    ended = {"calls": {half: [{"n": 1, "function": half}]}}
    assert played.post("exit", ended).status_code == 404
    kept = progress(client, ann, includeChildResults=True, includeRuntime=True)
    assert kept["activityDetails"]["children"][0]["runtime"]["suspendData"] == "x\ufffd"
    assert launches(client, ann)


def test_a_registration_that_is_deleted_takes_its_sittings_along(client: Any, ann: str) -> None:
    played = launched(client, ann)
    start = played.start
    client.delete(f"registrations/{ann}")
    assert played.post(f"calls/{start}", {"calls": []}).status_code == 404


def test_aicc_content_reports_over_hacp(client: Any, import_course: Callable[..., str]) -> None:
    played = launched(client, registered(client, import_course("aicc", "aicc")))
    (unit,) = [activity for activity in played.course["activities"] if activity["href"]]
    query = dict(parse_qsl(urlsplit(unit["href"]).query))

    def send(command: str, data: str = "", sid: str | None = None) -> str:
        form = {"command": command, "version": "4.0", "session_id": sid or query["AICC_SID"]}
        answer = client.post(query["AICC_URL"], data=form | {"AICC_Data": data})
        return str(answer.text)

    told = send("GetParam")
    assert told.startswith(
        "error=0\r\nerror_text=Successful\r\nversion=4.0\r\naicc_data=[Core]\r\n"
    )
    assert "Student_Name=One, Some\r\n" in told
    assert "Mastery_Score=80\r\n" in told
    data = (
        "[Core]\r\nLesson_Location=end\r\nLesson_Status=P,S\r\nScore=90,100,0\r\nTime=00:01:00\r\n"
    )
    assert send("PutParam", data + "[Core_Lesson]\r\npage 3\r\nline 2\r\n").startswith("error=0")
    assert send("putinteractions", "x").startswith("error=0")
    assert client.get(played.url + "/state").json()["ended"] == []
    assert send("ExitAU").startswith("error=0")
    assert client.get(played.url + "/state").json()["ended"] == [unit["id"]]
    played.post(f"leave/{unit['id']}")
    assert send("ExitAU").startswith("error=0")
    assert client.get(played.url + "/state").json()["ended"] == []
    assert send("Nonsense").startswith("error=1")
    assert send("GetParam", sid="forged").startswith("error=3")
    result = progress(client, "someone")
    assert (result["registrationSuccess"], result["score"]) == ("PASSED", {"scaled": 90.0})
    played.post("exit")
    again = launched(client, "someone")
    query["AICC_URL"] = again.url + "/hacp"
    told = send("GetParam")
    assert "[Core_Lesson]\r\npage 3\nline 2\r\n" in told
    assert "Lesson_Status=passed,R\r\n" in told
    assert "Lesson_Location=end\r\n" in told


def test_a_launch_goes_on_from_the_state_that_a_registration_was_made_with(
    client: Any, import_course: Callable[..., str], clock: Clock
) -> None:
    course = import_course("two", "two-scos")
    old = launched(client, registered(client, course))
    _folder, first, second = old.course["activities"][-3:]
    old.call(*PASSED, ("LMSSetValue", "cmi.core.lesson_location", "9"), activity=first["id"])
    old.post("exit")
    flags = {"includeChildResults": True, "includeRuntime": True}
    state = progress(client, "someone", **flags, includeInteractionsAndObjectives=True)
    client.delete("registrations/someone")
    clock.forward(days=3)
    learner = {"id": "someone@example.org"}
    body = {"courseId": course, "registrationId": "copy", "learner": learner}
    body["initialRegistrationState"] = state
    assert client.post("registrations", json=body).status_code == 204
    dates = ("firstAccessDate", "lastAccessDate", "registrationCompletion")
    assert [progress(client, "copy")[name] for name in dates] == [state[name] for name in dates]
    played = launched(client, "copy")
    assert played.course["start"] == second["id"]
    played.call(*PASSED, activity=second["id"])
    told = progress(client, "copy", **flags)
    assert told["registrationCompletion"] == "COMPLETED"
    assert told["firstAccessDate"] == state["firstAccessDate"]
    location = played.call(
        ("LMSInitialize", ""), ("LMSGetValue", "cmi.core.lesson_location"), activity=first["id"]
    )[1]
    assert location["answer"] == "9"


def test_content_of_xapi_is_opened_without_a_page_and_calls_nothing(
    client: Any, import_course: Callable[..., str]
) -> None:
    registered(client, import_course("unit", "xapi"))
    body = {"redirectOnExitUrl": "closer"}
    link = client.post("registrations/someone/launchLink", json=body).json()["launchLink"]
    address = client.get(link, follow_redirects=False).headers["location"]
    assert client.get(CONTENT + address).status_code == 200
    sitting = address.split("/")[3]
    for path in ("calls/x", "leave/x"):
        answer = client.post(f"{CONTENT}/player/{sitting}/{path}", json={"calls": []})
        assert answer.status_code in (200, 400)
    call = {"calls": [{"n": 1, "function": "LMSInitialize", "arguments": [""]}]}
    assert client.post(f"{CONTENT}/player/{sitting}/calls/x", json=call).status_code == 400
    assert client.get(link, follow_redirects=False).status_code == 302
    assert len(launches(client, "someone")) == 2


def test_a_course_whose_package_is_gone_says_so(client: Any, emulator: Emulator) -> None:
    file = emulator.packages / "gone.zip"
    add_course(emulator, "golf", file=file.name)
    register(emulator)
    body = {"redirectOnExitUrl": "closer"}
    link = client.post("registrations/ann/launchLink", json=body).json()["launchLink"]
    assert client.get(link).status_code == 404


def medium(client: Any, emulator: Emulator, content_type: str = "audio/mpeg") -> Played:
    """Launch a course of one medium for Ann."""
    if not courses.exists(emulator.store.reading(), APP_ID, "golf"):
        root = {"itemIdentifier": "media", "title": "<Talk>", "href": "talk", "children": []}
        facts = {"title": "<Talk>", "standard": "UNKNOWN", "content_type": content_type}
        add_course(emulator, "golf", **facts, root_activity=root)
        register(emulator)
    return launched(client, "ann")


@pytest.mark.parametrize(
    ("content_type", "tag"),
    [("audio/mpeg", "audio"), ("video/mp4", "video"), ("application/pdf", "object")],
)
def test_a_page_of_the_emulator_shows_a_medium(
    client: Any, emulator: Emulator, content_type: str, tag: str
) -> None:
    played = medium(client, emulator, content_type)
    course = played.course
    (activity,) = course["activities"]
    assert (activity["kind"], course["look"]["bar"]) == ("ASSET", True)
    page = client.get(CONTENT + activity["href"]).text
    assert "<title>&lt;Talk&gt;</title>" in page
    (source,) = re.findall(f'<{tag} [^>]*(?:src|data)="([^"]+)"', page)
    answer = client.get(CONTENT + source, headers={"Range": "bytes=0-3"})
    assert (answer.status_code, answer.headers["content-type"]) == (206, content_type)


def test_a_medium_is_complete_once_enough_of_it_was_seen(client: Any, emulator: Emulator) -> None:
    def see(measure: str) -> JsonObject:
        played = medium(client, emulator)
        told = ("SetValue", "cmi.progress_measure", measure)
        played.call(("Initialize", ""), told, ("SetValue", "cmi.exit", "suspend"))
        played.post("exit")
        return progress(client, "ann")

    seen = see("0.9499")
    assert (seen["registrationCompletion"], seen["registrationCompletionAmount"]) == (
        "INCOMPLETE",
        0.9499,
    )
    played = medium(client, emulator)
    entry = played.call(("Initialize", ""), ("GetValue", "cmi.entry"))[1]
    assert entry["answer"] == "resume"
    played.post("exit")
    seen = see("0.95")
    assert (seen["registrationCompletion"], seen["registrationSuccess"]) == ("COMPLETED", "UNKNOWN")


def test_a_medium_that_was_only_opened_is_not_complete(client: Any, emulator: Emulator) -> None:
    played = medium(client, emulator)
    played.post("exit", {"calls": {played.start: []}})
    assert progress(client, "ann")["registrationCompletion"] != "COMPLETED"
