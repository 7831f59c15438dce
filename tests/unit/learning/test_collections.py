"""Collections: order, dependencies, IDs, and where the vendor is lenient."""

import pytest

from scormcloud_cli.learning import VENDOR, Leniency
from scormcloud_cli.packages import LearningStandard
from scormcloud_cli.packages.models import Objective, ObjectiveMap, Sequencing
from tests.unit.learning.launches import FOURTH, SCORM12, SECOND, THIRD, Content, course, sco


def test_an_entry_is_added_at_the_end_and_counted() -> None:
    content = Content(course(FOURTH))

    added = [content.set(f"cmi.objectives.{index}.id", f"o{index}").error for index in (0, 1, 3)]

    assert added == [0, 0, 351]
    assert content.get("cmi.objectives._count").answer == "2"


def test_a_refused_value_adds_no_entry() -> None:
    content = Content(course(FOURTH))
    content.set("cmi.objectives.0.id", "")
    content.set("cmi.interactions.0.type", "choice")

    counts = [content.get(f"cmi.{name}._count").answer for name in ("objectives", "interactions")]
    assert counts == ["0", "0"]


def test_the_id_of_an_objective_is_unique_and_stays() -> None:
    content = Content(course(FOURTH))
    content.sets(("cmi.objectives.0.id", "o"), ("cmi.objectives.1.id", "p"))

    assert content.set("cmi.objectives.2.id", "o").error == 351
    assert content.set("cmi.objectives.1.id", "q").error == 351
    assert content.set("cmi.objectives.1.id", "p").error == 0


def test_an_interaction_may_have_the_id_of_another() -> None:
    content = Content(course(FOURTH))

    content.sets(("cmi.interactions.0.id", "q"), ("cmi.interactions.1.id", "q"))


def test_an_interaction_names_an_objective_once() -> None:
    content = Content(course(FOURTH))
    objectives = "cmi.interactions.0.objectives"
    content.sets(("cmi.interactions.0.id", "q"), (f"{objectives}.0.id", "o"))

    assert content.set(f"{objectives}.1.id", "o").error == 351
    assert content.set(f"{objectives}.1.id", "p").error == 0


@pytest.mark.parametrize("name", ["cmi.objectives.00.id", "cmi.objectives.-1.id", "cmi.objectives"])
def test_what_is_no_index_is_no_element(name: str) -> None:
    assert Content(course(FOURTH)).set(name, "o").error == 401


def test_scorm_12_needs_no_id_first() -> None:
    content = Content(course(SCORM12))

    content.sets(("cmi.objectives.0.score.raw", "80"), ("cmi.interactions.0.objectives.0.id", "o"))

    assert content.get("cmi.objectives._count").answer == "1"
    assert content.get("cmi.interactions.0.objectives._count").answer == "1"


def test_the_objectives_of_the_package_are_there_from_the_start() -> None:
    declared = (
        Objective(identifier="main", primary=True),
        Objective(identifier=""),
        Objective(identifier="side"),
    )
    content = Content(course(FOURTH, sco(sequencing=Sequencing(objectives=declared))))

    assert content.get("cmi.objectives._count").answer == "2"
    assert content.get("cmi.objectives.0.id").answer == "main"
    assert content.get("cmi.objectives.1.id").answer == "side"


@pytest.mark.parametrize(("standard", "children"), [(SECOND, False), (THIRD, True), (FOURTH, True)])
def test_objectives_have_a_progress_measure_since_the_third_edition(
    standard: LearningStandard, children: bool
) -> None:
    content = Content(course(standard))
    content.sets(("cmi.objectives.0.id", "o"))

    assert ("progress_measure" in content.get("cmi.objectives._children").answer) == children
    code = content.set("cmi.objectives.0.progress_measure", "0.5").error
    assert code == (0 if children else 402)


@pytest.mark.parametrize("standard", [SECOND, THIRD, FOURTH])
def test_an_objective_begins_with_what_it_reads_of_a_shared_one(standard: LearningStandard) -> None:
    reading = ObjectiveMap(target="urn:g", reads=frozenset({"success", "score"}))
    declared = Objective(identifier="main", maps=(reading,))
    lesson = sco(sequencing=Sequencing(objectives=(declared,)))
    shared = {"urn:g": {"success": "PASSED", "score": 0.4, "completion": "COMPLETED"}}

    content = Content(course(standard, lesson), shared_objectives=shared)

    assert content.get("cmi.objectives.0.success_status").answer == "passed"
    assert content.get("cmi.objectives.0.score.scaled").answer == "0.4"
    assert content.get("cmi.objectives.0.completion_status").answer == "unknown"


@pytest.mark.parametrize(("standard", "limit"), [(SECOND, 4000), (THIRD, 64_000), (FOURTH, 64_000)])
def test_suspend_data_has_a_limit_by_edition(standard: LearningStandard, limit: int) -> None:
    content = Content(course(standard))

    assert content.set("cmi.suspend_data", "x" * limit).error == 0
    assert content.set("cmi.suspend_data", "x" * (limit + 1)).error == 406


@pytest.mark.parametrize(("standard", "code"), [(THIRD, 406), (FOURTH, 0)])
def test_jumping_came_with_the_fourth_edition(standard: LearningStandard, code: int) -> None:
    content = Content(course(standard))

    assert content.set("adl.nav.request", "{target=sco}jump").error == code


def test_the_vendor_keeps_text_that_is_longer_than_the_least_and_says_so() -> None:
    content = Content(course(FOURTH), leniency=VENDOR)

    call = content.set("cmi.location", "x" * 2000)

    assert (call.answer, call.error) == ("true", 0)
    assert "longer than every run-time must take" in call.diagnostic
    assert content.call("GetLastError").answer == "0"
    assert content.set("cmi.location", "x" * 64_001).error == 406


@pytest.mark.parametrize(("standard", "code"), [(SCORM12, 405), (FOURTH, 406)])
def test_suspend_data_may_be_as_long_as_the_setting_says(
    standard: LearningStandard, code: int
) -> None:
    settings = {"PlayerSuspendDataMaxLength": "100000"}
    leniency = VENDOR - {Leniency.CUT_SUSPEND_DATA}
    content = Content(course(standard), leniency=leniency, settings=settings)

    assert content.set("cmi.suspend_data", "x" * 100_000).error == 0
    assert content.set("cmi.suspend_data", "x" * 100_001).error == code


@pytest.mark.parametrize(("setting", "kept"), [("4096", 4096), ("5000", 5000), ("100", 4096)])
def test_the_vendor_cuts_suspend_data_that_is_longer_and_says_so(setting: str, kept: int) -> None:
    settings = {"PlayerSuspendDataMaxLength": setting}
    content = Content(course(SCORM12), leniency=VENDOR, settings=settings)

    call = content.set("cmi.suspend_data", "x" * (kept + 1))

    assert (call.answer, call.error) == ("true", 0)
    assert f"cut to {kept} characters" in call.diagnostic
    assert len(content.get("cmi.suspend_data").answer) == kept
    assert "cut" not in content.set("cmi.suspend_data", "y" * kept).diagnostic


@pytest.mark.parametrize(("standard", "code"), [(SCORM12, 405), (FOURTH, 406)])
def test_the_vendor_cuts_nothing_that_is_longer_than_any_text(
    standard: LearningStandard, code: int
) -> None:
    content = Content(course(standard), leniency=VENDOR)

    assert content.set("cmi.suspend_data", "x" * 64_001).error == code


def test_the_vendor_takes_identifiers_with_spaces_in_scorm_12() -> None:
    content = Content(course(SCORM12), leniency=VENDOR)

    assert content.set("cmi.objectives.0.id", "First Objective é").error == 0
    assert content.set("cmi.objectives.1.id", "").error == 405
