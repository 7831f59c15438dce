from xml.etree.ElementTree import fromstring

import pytest

from scormcloud_cli.api.registrations import Detail, Score
from scormcloud_cli.api.v1 import results


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("complete", "COMPLETED"),
        ("Incomplete", "INCOMPLETE"),
        ("unknown", "UNKNOWN"),
        (None, "UNKNOWN"),
        ("something new", "UNKNOWN"),
    ],
)
def test_completion_in_v2s_words(word: str | None, expected: str) -> None:
    assert results.completion(word) == expected


def test_a_course_report() -> None:
    report = fromstring(
        "<registrationreport><complete>complete</complete><success>passed</success>"
        "<score>87.5</score><totaltime>61.5</totaltime></registrationreport>"
    )
    assert results.overall(report) == {
        "registration_completion": "COMPLETED",
        "registration_success": "PASSED",
        "score": Score(scaled=87.5),
        "total_seconds_tracked": 61.5,
    }


def test_an_unknown_score_is_no_score() -> None:
    report = fromstring("<registrationreport><score>unknown</score></registrationreport>")
    assert results.overall(report)["score"] is None


ACTIVITY = """
<activity id="a"><title>Golf</title><attempts>1</attempts><complete>complete</complete>
<success>failed</success><time>3661</time><score>40</score><children>
<activity id="b"><title>Putting</title></activity></children></activity>"""


def test_an_activity_report_has_its_children_where_they_are_wanted() -> None:
    record = results.activity(fromstring(ACTIVITY), Detail(children=True))
    assert record["activitySuccess"] == "FAILED"
    assert record["timeTracked"] == "0001:01:01.00"
    assert record["score"] == {"scaled": 40}
    assert [child["id"] for child in record["children"]] == ["b"]
    assert results.activity(fromstring(ACTIVITY), Detail())["children"] == []


@pytest.mark.parametrize("time", ["3661", "0001:01:01.00", "1:01:01"])
def test_the_time_of_an_activity_is_seconds_or_a_clock(time: str) -> None:
    element = fromstring(ACTIVITY.replace("3661", time))
    assert results.activity(element, Detail())["timeTracked"] == "0001:01:01.00"


@pytest.mark.parametrize("time", ["", "soon", "1:2", "inf"])
def test_a_time_that_is_none_is_left_out(time: str) -> None:
    element = fromstring(ACTIVITY.replace("3661", time))
    assert "timeTracked" not in results.activity(element, Detail())


FULL = """
<activity id="a"><title>Golf</title><satisfied>true</satisfied><completed>true</completed>
<progressstatus>true</progressstatus><attempts>2</attempts><suspended>false</suspended>
<objectives><objective id="o"><measurestatus>true</measurestatus>
<normalizedmeasure>0.8</normalizedmeasure><progressstatus>true</progressstatus>
<satisfiedstatus>true</satisfiedstatus></objective></objectives>
<runtime><completion_status>completed</completion_status><location>p3</location>
<interactions><interaction id="i"><type>choice</type><result>correct</result>
<correct_responses><response id="b"/></correct_responses></interaction></interactions>
</runtime></activity>"""


def test_a_full_report_has_score_interactions_and_runtime() -> None:
    record = results.activity(fromstring(FULL), Detail(interactions=True, runtime=True))
    assert (record["activityCompletion"], record["activitySuccess"]) == ("COMPLETED", "PASSED")
    assert record["score"] == {"scaled": 80}
    assert record["runtime"]["location"] == "p3"
    interaction = record["runtime"]["runtimeInteractions"][0]
    assert (interaction["result"], interaction["correctResponses"]) == ("correct", ["b"])


NEVER_LAUNCHED = """
<activity id="a"><title>Golf</title><satisfied>false</satisfied><completed>false</completed>
<progressstatus>false</progressstatus><attemptprogressstatus>false</attemptprogressstatus>
<timeacrossattempts>0000:00:00.00</timeacrossattempts><attempts>0</attempts>
<suspended>false</suspended><objectives><objective id="" primary="true">
<measurestatus>false</measurestatus><normalizedmeasure>0.0</normalizedmeasure>
<progressstatus>false</progressstatus><satisfiedstatus>false</satisfiedstatus></objective>
</objectives><runtime><completion_status>not attempted</completion_status><credit>Credit</credit>
<entry>AbInitio</entry><exit>TimeOut</exit><learnerpreference><audio_level>1.0</audio_level>
<language/><delivery_speed>1.0</delivery_speed><audio_captioning>0</audio_captioning>
</learnerpreference><mode>Normal</mode><success_status>Unknown</success_status>
<interactions><interaction id="i"><type>true-false</type></interaction></interactions>
<static><scaled_passing_score>0.8</scaled_passing_score>
<time_limit_action>Undefined</time_limit_action></static></runtime></activity>"""


def test_a_full_report_says_in_v2s_words_and_types_what_v1_says() -> None:
    record = results.activity(fromstring(NEVER_LAUNCHED), Detail(interactions=True, runtime=True))
    assert (record["activityCompletion"], record["activitySuccess"]) == ("UNKNOWN", "UNKNOWN")
    assert record["objectives"] == [{"id": "", "primary": True, "objectiveSuccess": "UNKNOWN"}]
    assert record["staticProperties"] == {"scaledPassingScore": 0.8, "timeLimitAction": "UNDEFINED"}
    assert record["runtime"] == {
        "completionStatus": "NOT_ATTEMPTED",
        "credit": "CREDIT",
        "entry": "AB_INITIO",
        "exit": "TIME_OUT",
        "mode": "NORMAL",
        "runtimeSuccessStatus": "UNKNOWN",
        "learnerPreference": {"audioLevel": 1.0, "deliverySpeed": 1.0, "audioCaptioning": 0},
        "learnerComments": [],
        "lmsComments": [],
        "runtimeInteractions": [
            {"id": "i", "type": "TrueFalse", "objectives": [], "correctResponses": []}
        ],
        "runtimeObjectives": [],
    }


@pytest.mark.parametrize(
    ("told", "completion", "success"),
    [
        ("completed", "COMPLETED", "UNKNOWN"),
        ("attemptprogressstatus", "INCOMPLETE", "UNKNOWN"),
        ("progressstatus", "UNKNOWN", "FAILED"),
    ],
)
def test_a_full_report_tells_what_is_not_known_from_what_is_not_so(
    told: str, completion: str, success: str
) -> None:
    report = NEVER_LAUNCHED.replace(f"<{told}>false", f"<{told}>true")
    record = results.activity(fromstring(report), Detail())
    assert (record["activityCompletion"], record["activitySuccess"]) == (completion, success)
