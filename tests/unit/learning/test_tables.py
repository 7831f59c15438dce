"""The tables of the tests hold every element that the code has; what was held is read again."""

import re

from scormcloud_cli.learning import Course
from scormcloud_cli.learning.courses import model_of
from scormcloud_cli.packages import LearningStandard
from tests.unit.learning import elements
from tests.unit.learning.launches import FOURTH, SCORM12, Content, course, sco

TABLES = {SCORM12: elements.SCORM12, FOURTH: elements.SCORM2004}
# What is said of one sitting is not said of the next; shared stores live elsewhere.
_OF_THE_SITTING = ("exit", "session_time", "adl.nav.request", "adl.data.0.store")


def _course(standard: LearningStandard) -> Course:
    return course(standard, sco(shared_data=("urn:store",)))


def test_the_tables_have_every_element_and_keyword_of_the_models() -> None:
    for standard, rows in TABLES.items():
        model = model_of(standard)
        tabled = {re.sub(r"\{.*\}", "{target}", row.name.replace(".0.", ".n.")) for row in rows}
        assert tabled == {
            "cmi._version",
            *model.elements,
            *(f"{parent}._children" for parent in model.children),
            *(f"{collection}._count" for collection in model.collections),
        }


def test_what_was_written_is_read_again_when_the_activity_is_resumed() -> None:
    for standard, rows in TABLES.items():
        content = Content(_course(standard))
        held = {}
        # IDs and types come first, and the good value that most others can stand beside.
        order = sorted(rows, key=lambda row: not row.name.endswith((".id", ".type")))
        for row in order:
            if "w" in row.access and not row.name.endswith(_OF_THE_SITTING):
                value = row.good[0]
                if row.name == "cmi.interactions.0.type":
                    value = "choice"
                assert content.set(row.name, value).error == 0, row.name
                held[row.name] = (value, row.access)
        content.sets(("cmi.core.exit" if content.prefix else "cmi.exit", "suspend"))
        content.terminate()

        again = content.again()

        for name, (value, access) in held.items():
            call = again.get(name)
            write_only = 404 if content.prefix else 405
            expected = ("", write_only) if access == "w" else (value, 0)
            assert (call.answer, call.error) == expected, name
        assert again.get("cmi.core.entry" if content.prefix else "cmi.entry").answer == "resume"


def test_what_is_read_only_stays_so_when_the_activity_is_resumed() -> None:
    for standard, rows in TABLES.items():
        content = Content(_course(standard))
        content.sets(("cmi.core.exit" if content.prefix else "cmi.exit", "suspend"))
        content.terminate()
        again = content.again()
        for row in rows:
            if row.access == "r":
                keyword = row.name.rpartition(".")[2].startswith("_")
                code = (402 if keyword else 403) if content.prefix else 404
                assert again.set(row.name, "x").error == code, row.name
