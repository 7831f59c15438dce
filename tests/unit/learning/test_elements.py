"""Every element of both data models: read, written, refused, out of time, and resumed."""

from scormcloud_cli.learning import Course
from tests.support.cases import check_each
from tests.unit.learning import elements
from tests.unit.learning.elements import Row
from tests.unit.learning.launches import FOURTH, SCORM12, Content, course, sco


def _course(row: Row) -> Course:
    if row in elements.SCORM12:
        return course(
            SCORM12,
            sco(
                scaled_passing_score=0.8,
                max_time_allowed="00:30:00",
                time_limit_action="exit,message",
                launch_data="level=2",
            ),
        )
    return course(
        FOURTH,
        sco(
            max_time_allowed="PT30M",
            time_limit_action="exit,message",
            launch_data="level=2",
            shared_data=("urn:store",),
        ),
    )


def _prepare(content: Content, row: Row) -> None:
    """Set what must be set before the element may be: IDs, and a type that takes any text."""
    parts = row.name.split(".")
    base = ".".join(parts[:3])
    if content.prefix or parts[1] not in ("objectives", "interactions") or "0" not in parts[2:3]:
        return
    if parts[3] != "id":
        content.sets((f"{base}.id", "prepared"))
    if parts[3] in ("correct_responses", "learner_response"):
        content.sets((f"{base}.type", "other"))


ROWS = {
    f"{standard} {row.name}": row
    for standard, rows in (("1.2", elements.SCORM12), ("2004", elements.SCORM2004))
    for row in rows
}
WRITABLE = {name: row for name, row in ROWS.items() if "w" in row.access}


def test_the_books_have_that_many_elements() -> None:
    # SCORM 1.2 has 49 besides _version.
    assert len(elements.SCORM12) == 49 + 1


def test_it_reads_as_the_books_say_before_it_was_written() -> None:
    def check(row: Row) -> None:
        call = Content(_course(row)).get(row.name)

        expected = (row.default, 0) if isinstance(row.default, str) else ("", row.default)
        assert (call.answer, call.error) == expected

    check_each(ROWS, check)


def test_it_is_written_only_if_it_may_be() -> None:
    def check(row: Row) -> None:
        content = Content(_course(row))
        _prepare(content, row)
        keyword = row.name.rpartition(".")[2].startswith("_")

        call = content.set(row.name, row.good[0] if row.good else "x")

        read_only = (402 if keyword else 403) if content.prefix else 404
        assert call.error == (0 if "w" in row.access else read_only)
        assert call.answer == ("true" if "w" in row.access else "false")

    check_each(ROWS, check)


def test_it_holds_each_good_value() -> None:
    def check(row: Row) -> None:
        for value in row.good:
            content = Content(_course(row))
            _prepare(content, row)

            assert content.set(row.name, value).error == 0, value
            if "r" in row.access:
                assert content.get(row.name).answer == value

    check_each(WRITABLE, check)


def test_it_refuses_each_bad_value_and_keeps_what_it_held() -> None:
    def check(row: Row) -> None:
        content = Content(_course(row))
        _prepare(content, row)
        content.sets((row.name, row.good[0]))
        for value, code in row.bad.items():
            call = content.set(row.name, value)

            assert (call.answer, call.error) == ("false", code), value
            assert call.diagnostic
        assert content.tracking.runtime[row.name] == row.good[0]

    check_each(WRITABLE, check)


def test_it_is_not_there_before_initialize() -> None:
    def check(row: Row) -> None:
        content = Content(_course(row), running=False)

        codes = (content.get(row.name).error, content.set(row.name, "x").error)

        assert codes == ((301, 301) if content.prefix else (122, 132))

    check_each(ROWS, check)


def test_it_is_not_there_after_terminate() -> None:
    def check(row: Row) -> None:
        content = Content(_course(row))
        content.terminate()

        codes = (content.get(row.name).error, content.set(row.name, "x").error)

        assert codes == ((301, 301) if content.prefix else (123, 133))

    check_each(ROWS, check)


def test_it_is_there_again_when_the_activity_is_resumed() -> None:
    def check(row: Row) -> None:
        content = Content(_course(row))
        _prepare(content, row)
        value = row.good[-1]
        content.sets((row.name, value))
        if not row.name.endswith(".exit"):
            content.sets(("cmi.core.exit" if content.prefix else "cmi.exit", "suspend"))
        content.terminate()

        again = content.again()

        # What is said of one sitting is not said of the next; shared stores live elsewhere.
        of_the_sitting = row.name.endswith(("exit", "session_time", "nav.request"))
        if of_the_sitting or row.name == "adl.data.0.store":
            assert row.name not in again.tracking.runtime
        else:
            assert again.tracking.runtime[row.name] == value

    check_each(WRITABLE, check)
