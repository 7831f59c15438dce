import pytest

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.terminal.view import Column, View

COURSE = View(
    "course",
    columns=(Column("id", "ID", whole=True), Column("title", "TITLE")),
    fields=("id", "title", "learner.id", "learner.firstName", "metadata.*"),
)
ANSWER = View("answer", columns=(), fields=("*",))


def called(noun: str) -> View:
    return View(noun, columns=(), fields=())


@pytest.mark.parametrize(
    ("noun", "plural"),
    [
        ("course", "courses"),
        ("dispatch", "dispatches"),
        ("status", "statuses"),
        ("index", "indexes"),
        ("key pair", "key pairs"),
        ("secret key", "secret keys"),
        ("reply", "replies"),
        ("LTI launch", "LTI launches"),
    ],
)
def test_several_are_called_by_the_plural(noun: str, plural: str) -> None:
    assert called(noun).plural == plural


def test_one_is_called_with_its_article() -> None:
    assert called("course").one == "a course"
    assert called("import").one == "an import"
    assert called("LTI tool").one == "an LTI tool"


def test_the_names_of_fields_are_those_that_can_be_given() -> None:
    assert COURSE.field_names == ("id", "title", "learner.id", "learner.firstName", "metadata")
    assert ANSWER.field_names == ()


def test_a_name_is_told_once() -> None:
    view = View("activity", columns=(), fields=("children.*", "children", "id", "*"))
    assert view.field_names == ("children", "id")


@pytest.mark.parametrize(
    "name",
    [
        "id",
        "learner.firstName",
        pytest.param("learner", id="what holds others"),
        pytest.param("metadata", id="what may hold anything"),
        pytest.param("metadata.titles.en", id="anything below it"),
    ],
)
def test_a_field_that_there_is_may_be_asked_for(name: str) -> None:
    COURSE.check((name,))


@pytest.mark.parametrize(
    "name", ["titel", "lear", "learner.", "learner.name", "title.en", "metadatas", "id.", "", "*"]
)
def test_a_field_that_there_is_not_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="--fields: a course has no field") as refused:
        COURSE.check(("id", name))
    assert repr(name) in refused.value.message


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("titel", "did you mean title?"),
        ("learner.firstname", "did you mean learner.firstName?"),
        ("xyzzy", "--fields alone lists the names"),
    ],
)
def test_the_hint_is_the_nearest_name(name: str, hint: str) -> None:
    with pytest.raises(UsageError) as refused:
        COURSE.check((name,))
    assert refused.value.hint == hint


def test_where_anything_may_come_anything_may_be_asked_for() -> None:
    ANSWER.check(("whatever", "deep.down"))


def test_nothing_asked_for_is_no_fault() -> None:
    COURSE.check(())


def test_a_view_of_a_record_with_more_or_less_names_just_that() -> None:
    assert COURSE.with_fields("source", "id").field_names == (*COURSE.field_names, "source")
    assert COURSE.without_field("title").field_names == (
        "id",
        "learner.id",
        "learner.firstName",
        "metadata",
    )


def test_one_of_many_has_a_status_or_an_error_too() -> None:
    many = COURSE.of_many()
    assert many.field_names[:5] == COURSE.field_names
    many.check(("status", "error", "error.code", "error.serviceCode", "fromJournal"))
    more = (Column("fromJournal", "FROM JOURNAL"), Column("error.message", "ERROR"))
    assert many.columns == (*COURSE.columns, *more)
    assert (many.noun, many.id_field) == ("course", "id")


def test_a_status_is_not_told_twice() -> None:
    job = View("job", columns=(), fields=("id", "status"))
    assert job.of_many().paths.count("status") == 1
