"""Every error code of both standards is provoked, and told in words."""

import pytest

from scormcloud_cli.learning import runtime_data
from scormcloud_cli.learning.errors import WORDS_12, WORDS_2004
from scormcloud_cli.packages import LearningStandard
from tests.support.cases import check_each
from tests.unit.learning.launches import FOURTH, SCORM12, THIRD, Content, course

Steps = list[tuple[str, ...]]

# What content calls, and the code that the last call ends with. A step is a function's name and its
# arguments; "supersede" is another launch of the same course.
_Q = ("SetValue", "cmi.interactions.0.id", "q")
CASES_12: dict[str, Steps] = {
    "0": [("Initialize", "")],
    "0 arguments may be left out": [("Initialize",)],
    "101 initialized twice": [("Initialize", ""), ("Initialize", "")],
    "101 initialized after the end": [("Initialize", ""), ("Finish", ""), ("Initialize", "")],
    "101 no such function": [("Initialize", ""), ("Remember", "")],
    "101 launched again": [("Initialize", ""), ("supersede",), ("SetValue", "cmi.comments", "x")],
    "201 argument": [("Initialize", "yes")],
    "201 too few arguments": [("Initialize", ""), ("SetValue", "cmi.comments")],
    "201 no name": [("Initialize", ""), ("GetValue", "")],
    "201 no name to set": [("Initialize", ""), ("SetValue", "", "x")],
    "201 unknown element": [("Initialize", ""), ("GetValue", "cmi.core.lesson")],
    "201 a parent": [("Initialize", ""), ("GetValue", "cmi.core.score")],
    "201 index": [("Initialize", ""), ("GetValue", "cmi.objectives.0.id")],
    "201 order": [("Initialize", ""), ("SetValue", "cmi.objectives.1.id", "o")],
    "202": [("Initialize", ""), ("GetValue", "cmi.core.lesson_status._children")],
    "203": [("Initialize", ""), ("GetValue", "cmi.core._count")],
    "301 read": [("GetValue", "cmi.core.lesson_status")],
    "301 commit": [("Commit", "")],
    "301 finish": [("Finish", "")],
    "301 finish twice": [("Initialize", ""), ("Finish", ""), ("Finish", "")],
    "401": [("Initialize", ""), ("GetValue", "cmi.student_demographics.city")],
    "402": [("Initialize", ""), ("SetValue", "cmi.core._children", "x")],
    "402 count": [("Initialize", ""), ("SetValue", "cmi.objectives._count", "5")],
    "403": [("Initialize", ""), ("SetValue", "cmi.core.student_id", "x")],
    "404": [("Initialize", ""), ("GetValue", "cmi.core.exit")],
    "405": [("Initialize", ""), ("SetValue", "cmi.core.lesson_status", "done")],
}
CASES_2004: dict[str, Steps] = {
    "0": [("Initialize", "")],
    "101": [("Initialize", ""), ("Remember", "")],
    "102": [("supersede",), ("Initialize", "")],
    "103": [("Initialize", ""), ("Initialize", "")],
    "104": [("Initialize", ""), ("Terminate", ""), ("Initialize", "")],
    "111": [("Initialize", ""), ("supersede",), ("Terminate", "")],
    "112": [("Terminate", "")],
    "113": [("Initialize", ""), ("Terminate", ""), ("Terminate", "")],
    "122": [("GetValue", "cmi.location")],
    "123": [("Initialize", ""), ("Terminate", ""), ("GetValue", "cmi.location")],
    "132": [("SetValue", "cmi.location", "x")],
    "133": [("Initialize", ""), ("Terminate", ""), ("SetValue", "cmi.location", "x")],
    "142": [("Commit", "")],
    "143": [("Initialize", ""), ("Terminate", ""), ("Commit", "")],
    "201": [("Initialize", "yes")],
    "201 commit": [("Initialize", ""), ("Commit", "now")],
    "301 no name": [("Initialize", ""), ("GetValue", "")],
    "301 index": [("Initialize", ""), ("GetValue", "cmi.objectives.0.id")],
    "301 no children": [("Initialize", ""), ("GetValue", "cmi.location._children")],
    "301 no count": [("Initialize", ""), ("GetValue", "cmi.score._count")],
    "301 no version": [("Initialize", ""), ("GetValue", "cmi.score._version")],
    "301 launched again": [("Initialize", ""), ("supersede",), ("GetValue", "cmi.location")],
    "351 no name": [("Initialize", ""), ("SetValue", "", "x")],
    "351 order": [("Initialize", ""), ("SetValue", "cmi.objectives.1.id", "o")],
    "351 launched again": [("Initialize", ""), ("supersede",), ("SetValue", "cmi.location", "x")],
    "391": [("Initialize", ""), ("supersede",), ("Commit", "")],
    "401": [("Initialize", ""), ("GetValue", "cmi.core.lesson_status")],
    "401 deeper": [("Initialize", ""), ("SetValue", "cmi.interactions.0.colour", "red")],
    "401 children": [("Initialize", ""), ("GetValue", "cmi.core._children")],
    "403": [("Initialize", ""), ("GetValue", "cmi.location")],
    "404": [("Initialize", ""), ("SetValue", "cmi.learner_id", "x")],
    "404 keyword": [("Initialize", ""), ("SetValue", "cmi.interactions._count", "1")],
    "405": [("Initialize", ""), ("GetValue", "cmi.exit")],
    "406": [("Initialize", ""), ("SetValue", "cmi.completion_status", "passed")],
    "407": [("Initialize", ""), ("SetValue", "cmi.score.scaled", "2")],
    "408 id": [("Initialize", ""), ("SetValue", "cmi.objectives.0.description", "x")],
    "408 type": [("Initialize", ""), _Q, ("SetValue", "cmi.interactions.0.learner_response", "a")],
}
CASES = {
    f"{standard} {name}": (standard, steps, int(name.partition(" ")[0]))
    for standard, cases in ((SCORM12, CASES_12), (FOURTH, CASES_2004))
    for name, steps in cases.items()
}


def test_a_call_that_the_standard_refuses_has_its_code() -> None:
    def check(case: tuple[LearningStandard, Steps, int]) -> None:
        standard, steps, code = case
        content = Content(course(standard), running=False)
        for function, *arguments in steps:
            if function == "supersede":
                content.session.supersede()
            else:
                call = content.call(function, *arguments)

        assert call.error == code
        assert call.answer == ("true" if not code else "" if "Get" in call.function else "false")
        assert content.call("GetLastError").answer == str(code)
        assert content.call("GetErrorString", str(code)).answer
        assert bool(content.call("GetDiagnostic", "").answer) == bool(code)

    check_each(CASES, check)


def test_every_code_is_provoked() -> None:
    assert {int(name.split()[0]) for name in CASES_12} == set(WORDS_12)
    # 402 has a test of its own, for it takes another edition.
    assert {int(name.split()[0]) for name in CASES_2004} | {402} == set(WORDS_2004)


@pytest.mark.parametrize(
    "name", ["adl.data._count", "adl.data.0.store", "adl.nav.request_valid.jump.{target=sco}"]
)
def test_what_only_a_later_edition_has_is_not_implemented(name: str) -> None:
    assert Content(course(THIRD)).get(name).error == 402


def test_asking_for_the_error_does_not_change_it() -> None:
    content = Content(course(FOURTH))
    content.get("cmi.location")

    asked = [content.call("GetLastError").answer for _ in range(2)]
    content.call("GetErrorString", "403")
    content.call("GetDiagnostic", "403")

    assert [*asked, content.call("GetLastError").answer] == ["403"] * 3


def test_a_good_call_clears_the_error() -> None:
    content = Content(course(FOURTH))
    content.get("cmi.location")
    content.commit()

    assert content.call("GetLastError").answer == "0"


@pytest.mark.parametrize(("code", "words"), [("404", "Data Model Element Is Read Only"), ("9", "")])
def test_an_error_is_told_in_the_words_of_the_standard(code: str, words: str) -> None:
    content = Content(course(FOURTH))

    assert content.call("GetErrorString", code).answer == words
    assert content.call("GetDiagnostic", code).answer == words


def test_the_diagnostic_names_what_is_wrong() -> None:
    content = Content(course(FOURTH))
    content.set("cmi.score.scaled", "2")

    said = content.call("GetDiagnostic", "407").answer

    assert said == "cmi.score.scaled cannot be '2': it is real(10,7), -1 to 1."


def test_data_beyond_all_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime_data, "DATA_LIMIT", 1000)
    content = Content(course(FOURTH))
    content.sets(("cmi.location", "x" * 500))

    assert content.set("cmi.suspend_data", "x" * 500).error == 351
    assert content.set("cmi.location", "x" * 600).error == 0


def test_a_collection_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime_data, "COLLECTION_LIMIT", 3)
    content = Content(course(SCORM12))

    codes = [content.set(f"cmi.objectives.{index}.id", "o").error for index in range(4)]

    assert codes == [0, 0, 0, 101]


@pytest.mark.parametrize("standard", [SCORM12, FOURTH])
def test_a_value_of_ten_million_characters_is_an_error_of_type(standard: LearningStandard) -> None:
    content = Content(course(standard))
    name = "cmi.suspend_data"

    call = content.set(name, "x" * 10_000_000)

    assert call.error == (405 if content.prefix else 406)
    assert name not in content.tracking.runtime


@pytest.mark.parametrize("standard", [SCORM12, FOURTH])
def test_neither_log_nor_diagnostic_grows_with_what_is_sent(standard: LearningStandard) -> None:
    content = Content(course(standard))
    huge = "x" * 1_000_000

    calls = [content.set(huge, huge), content.get(huge), content.call("Commit", huge)]

    assert all(call.error for call in calls)
    assert max(len(argument) for call in calls for argument in call.arguments) == 64_001
    assert max(len(call.diagnostic) for call in calls) <= 255
