"""What content sets is what results tell, at every level and over both APIs."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from scormcloud_cli.api.catalog.schemas import schema
from tests.support import said
from tests.support.emulators import ServedEmulator
from tests.support.gaps import FIELDS_V1_LACKS, what_v1_says
from tests.support.results import Run

NewId = Callable[[str], str]
ALL = ("--children", "--interactions", "--runtime")


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[ServedEmulator]:
    """An emulator of one test: what is backed up here is no more than it has made."""
    with ServedEmulator(tmp_path / "emulator") as served:
        yield served


@pytest.fixture
def played(scloud: Run, new_id: NewId, tmp_path: Path) -> Callable[[str], str]:
    """Import a course, register Ann, let her play the first activity; return the registration."""

    def play(standard: str) -> str:
        course_id, ann = new_id("course"), new_id("ann")
        scloud("course", "import", str(said.package(standard, tmp_path)), "--id", course_id)
        scloud(
            *("registration", "create", "--course", course_id, "--learner", "ann", "--id", ann),
            *("--first-name", "Ann", "--last-name", "Lee"),
        )
        script = said.script(standard, tmp_path)
        learned = scloud("emulator", "learn", ann, "--script", str(script))
        assert learned.code == 0, learned.err
        return ann

    return play


def shown(scloud: Run, ann: str, *arguments: str) -> Any:
    """Return what v2 tells of a registration; v1 must tell the same as far as it can."""
    over_v2 = scloud("registration", "show", ann, *arguments).json
    over_v1 = scloud("registration", "show", ann, *arguments, "--api", "v1").json
    assert over_v1 == what_v1_says(over_v2, FIELDS_V1_LACKS["registration show"])
    return over_v2


@pytest.mark.parametrize("standard", said.SAID)
def test_the_runtime_is_what_content_has_set(
    scloud: Run, played: Callable[[str], str], standard: str
) -> None:
    told = shown(scloud, played(standard), *ALL)["activityDetails"]["children"][0]["runtime"]

    assert told.pop("timeTracked").startswith("0000:00:0")
    assert told == said.SAID[standard][1]


def test_levels_tell_more_and_more(scloud: Run, played: Callable[[str], str]) -> None:
    ann = played("scorm12")

    course = shown(scloud, ann)
    assert course["activityDetails"]["children"] == []
    activity = shown(scloud, ann, "--children")
    (lesson,) = activity["activityDetails"]["children"]
    assert "runtime" not in lesson
    assert lesson["activityCompletion"] == course["registrationCompletion"] == "COMPLETED"
    assert lesson["activitySuccess"] == course["registrationSuccess"] == "FAILED"
    assert lesson["score"] == course["score"] == {"scaled": 62.5}
    assert (lesson["attempts"], lesson["suspended"]) == (1, True)
    assert lesson["staticProperties"]["scaledPassingScore"] == 0.8
    assert course["suspendedActivityId"] == lesson["id"]


def test_what_activities_share_is_told(scloud: Run, played: Callable[[str], str]) -> None:
    told = shown(scloud, played("2004 4th Edition"), "--children")

    assert told["sharedData"] == [{"id": "urn:store", "value": "kept"}]
    assert told["globalObjectives"] == [
        {
            "id": "urn:shared",
            "primary": False,
            "score": {"scaled": 40.0},
            "objectiveCompletion": "UNKNOWN",
            "objectiveSuccess": "FAILED",
        }
    ]
    assert told["suspendedActivityId"] == "one"
    one, two = told["activityDetails"]["children"]
    assert one["objectives"] == [
        {
            "id": "main",
            "primary": True,
            "score": {"scaled": 75.0},
            "scoreRaw": 30.0,
            "scoreMin": 0.0,
            "scoreMax": 40.0,
            "progressMeasure": 0.5,
            "objectiveCompletion": "INCOMPLETE",
            "objectiveSuccess": "PASSED",
        },
        {
            "id": "side",
            "primary": False,
            "score": {"scaled": 40.0},
            "scoreRaw": 4.0,
            "scoreMin": 0.0,
            "scoreMax": 10.0,
            "progressMeasure": 0.9,
            "objectiveCompletion": "COMPLETED",
            "objectiveSuccess": "FAILED",
        },
    ]
    # What it reads of the shared objective is its own result.
    assert (two["activitySuccess"], two["score"]) == ("FAILED", {"scaled": 40.0})


@pytest.mark.parametrize("standard", said.SAID)
@pytest.mark.parametrize("flags", [(), ("--children",), ALL])
def test_lists_tell_what_registrations_tell(
    scloud: Run, played: Callable[[str], str], standard: str, flags: tuple[str, ...]
) -> None:
    ann = played(standard)
    listing = ("registration", "list", "--filter", ann, "--filter-by", "registration_id", *flags)

    (over_v2,) = scloud(*listing).json
    (over_v1,) = scloud(*listing, "--api", "v1").json

    assert over_v2 == scloud("registration", "show", ann, *flags).json
    lacking = FIELDS_V1_LACKS["registration list" + " --children" * bool(flags)]
    assert over_v1 == what_v1_says(over_v2, lacking)


def _properties(name: str) -> set[str]:
    """Return the properties of a schema of v2 and of those in it, each as ``Schema.property``."""
    found: set[str] = set()
    for key, rule in schema(name).get("properties", {}).items():
        found.add(f"{name}.{key}")
        reference = rule.get("$ref") or rule.get("items", {}).get("$ref", f"/{name}")
        inner = reference.rpartition("/")[2]
        found |= _properties(inner) if inner != name else set()
    return found


def _told(name: str, record: Mapping[str, Any]) -> set[str]:
    """Return the properties that a record of a schema of v2 has."""
    found: set[str] = set()
    for key, value in record.items():
        rule = schema(name)["properties"][key]
        found.add(f"{name}.{key}")
        inner = (rule.get("$ref") or rule.get("items", {}).get("$ref", "")).rpartition("/")[2]
        for part in value if isinstance(value, list) else [value]:
            found |= _told(inner, part) if isinstance(part, Mapping) else set()
    return found


def test_every_property_of_a_result_is_told(scloud: Run, played: Callable[[str], str]) -> None:
    records = [scloud("registration", "show", played(one), *ALL).json for one in said.SAID]

    everything = set.union(*(_told("RegistrationSchema", record) for record in records))

    assert _properties("RegistrationSchema") - everything == {
        "RegistrationSchema.dispatchId",
        "LearnerSchema.email",
        "ObjectiveSchema.previousScoreScaled",
        "ObjectiveSchema.firstScoreScaled",
        "ObjectiveSchema.firstSuccessTimeStamp",
        "ObjectiveSchema.previousObjectiveSuccess",
    }


@pytest.mark.parametrize("standard", said.SAID)
def test_the_launch_history_tells_the_result_at_exit(
    scloud: Run, played: Callable[[str], str], standard: str
) -> None:
    ann = played(standard)
    registration = scloud("registration", "show", ann).json

    (launch,) = scloud("registration", "history", ann, "--log").json
    (over_v1,) = scloud("registration", "history", ann, "--log", "--api", "v1").json

    assert launch["completionStatus"] == registration["registrationCompletion"]
    assert launch["successStatus"] == registration["registrationSuccess"]
    assert launch["score"] == registration["score"]
    assert int(launch["totalSecondsTracked"]) == registration["totalSecondsTracked"]
    assert launch["launchTime"] <= min(launch["lastRuntimeUpdate"], launch["exitTime"])
    written = {tuple(line["arguments"]) for line in launch["historyLog"] if "function" in line}
    assert written >= set(said.SAID[standard][0].items())
    lacking = FIELDS_V1_LACKS["registration history"]
    assert over_v1 == {name: launch[name] for name in launch if name not in lacking}


@pytest.mark.parametrize("api", ["v1", "v2"])
def test_what_activities_share_can_be_reset(
    scloud: Run, played: Callable[[str], str], api: str
) -> None:
    ann = played("2004 4th Edition")
    reset = ("registration", "reset-global-data", ann, "--yes", "--api", api)
    assert scloud(*reset).code == 0

    told = shown(scloud, ann)
    assert told["globalObjectives"] == told["sharedData"] == []
    assert told["activityDetails"]["attempts"] == 1


@pytest.mark.parametrize("api", ["v1", "v2"])
def test_an_export_tells_what_is_shown(
    scloud: Run, played: Callable[[str], str], tmp_path: Path, api: str
) -> None:
    ann = played("2004 4th Edition")
    course_id = scloud("registration", "show", ann).json["course"]["id"]
    export = ("registration", "export", "--course", course_id, *ALL, "--api", api)
    assert scloud(*export, "-O", "results.jsonl").code == 0

    (line,) = (tmp_path / "results.jsonl").read_text().splitlines()
    told = shown(scloud, ann, *ALL)
    over_v1 = what_v1_says(told, FIELDS_V1_LACKS["registration list --children"])
    assert json.loads(line) == (told if api == "v2" else over_v1)


@pytest.mark.parametrize("standard", said.SAID)
def test_a_restored_registration_tells_and_goes_on_as_the_one_that_was_saved(
    scloud: Run, played: Callable[[str], str], tmp_path: Path, standard: str
) -> None:
    """Restore over a deleted registration: the emulator then knows the results from the backup."""
    ann = played(standard)
    saved = shown(scloud, ann, *ALL)
    assert scloud("backup", "saved", "-q").code == 0
    assert scloud("registration", "delete", ann, "--yes").code == 0
    assert scloud("restore", "saved", "-q").code == 0

    given_anew = ("xapiRegistrationId", "createdDate", "updated")
    restored = shown(scloud, ann, *ALL)
    assert {name: restored[name] for name in restored if name not in given_anew} == {
        name: saved[name] for name in saved if name not in given_anew
    }

    read = tmp_path / "read.json"
    prefix, end = ("", "Terminate") if standard.startswith("2004") else ("LMS", "LMSFinish")
    readable = {name: value for name, value in said.SAID[standard][0].items() if is_read(name)}
    calls = [
        {"function": f"{prefix}Initialize", "arguments": [""]},
        *(
            {"function": f"{prefix}GetValue", "arguments": [name], "answer": value}
            for name, value in readable.items()
        ),
        {"function": end, "arguments": [""]},
    ]
    read.write_text(json.dumps(calls))
    again = scloud("emulator", "learn", ann, "--script", str(read))
    assert again.code == 0, again.err


def is_read(name: str) -> bool:
    """Say whether content can read what it has written: not all is for reading."""
    written_only = ("exit", "session_time", "cmi.interactions.")
    return "2004" in name or not any(part in name for part in written_only)
