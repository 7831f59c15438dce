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
    assert "children" not in results.activity(fromstring(ACTIVITY), Detail())


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
