from xml.etree.ElementTree import Element

import pytest

from scormcloud_cli.api.v1.signing import timestamp
from scormcloud_cli.emulator import applications
from scormcloud_cli.emulator.service import APP_ID, Emulator
from tests.unit.emulator.conftest import Clock, add_course, register
from tests.unit.emulator.v1.conftest import Call


def error(root: Element) -> tuple[str | None, str]:
    """Return the number and the message of a refusal."""
    element = root.find("err")
    assert element is not None
    return element.get("code"), element.get("msg", "")


def test_a_signed_call_is_answered(call: Call) -> None:
    root = call("debug.authPing")
    assert root.get("stat") == "ok"
    assert root.find("pong") is not None


@pytest.mark.parametrize(
    ("values", "number"),
    [
        ({"secret": "wrong"}, "104"),
        ({"appid": "nobody"}, "102"),
        ({"appid": ""}, "101"),
        ({"ts": ""}, "105"),
        ({"ts": "yesterday"}, "106"),
        ({"method": "rustici.course.fly"}, "202"),
        ({"method": "fly"}, "200"),
    ],
)
def test_a_call_is_refused_by_number_before_its_method_is_reached(
    call: Call, values: dict[str, str], number: str
) -> None:
    assert error(call("course.exists", **{"courseid": "golf", **values}))[0] == number


def test_a_call_is_good_for_a_quarter_of_an_hour(call: Call, clock: Clock) -> None:
    stamp = timestamp(clock())
    clock.forward(minutes=15)
    assert call("debug.authPing", ts=stamp).get("stat") == "ok"
    clock.forward(seconds=1)
    assert error(call("debug.authPing", ts=stamp))[0] == "107"


def test_a_parameter_that_is_missing_or_does_not_fit_is_named(call: Call) -> None:
    assert error(call("course.exists")) == ("203", "Parameter courseid is required")
    number, message = error(call("registration.launch", regid="a"))
    assert (number, "redirecturl" in message) == ("203", True)


def test_methods_of_the_management_application_are_for_it_alone(call: Call) -> None:
    assert error(call("application.getAppList"))[0] == "100"


@pytest.mark.parametrize(
    ("method", "values", "expected"),
    [
        ("course.getCourseDetail", {"courseid": "x"}, ("1", "Could not find course [x]")),
        ("registration.getLaunchInfo", {"launchid": "x"}, ("1", "Could not find launch [x]")),
        (
            "lrsaccount.deleteActivityProvider",
            {"accountkey": "x"},
            ("1", "Could not find activity provider [x]"),
        ),
        (
            "statementForward.DeleteForwardingPath",
            {"id": "x"},
            ("1", "Could not find forwarding path [x]"),
        ),
    ],
)
def test_a_refusal_has_v1s_number_and_word_for_what_is_missing(
    call: Call, method: str, values: dict[str, str], expected: tuple[str, str]
) -> None:
    number, message = error(call(method, **values))
    assert (number, message[: len(expected[1])]) == expected


def test_registrations_are_deleted_only_where_the_application_allows_it(
    call: Call, emulator: Emulator
) -> None:
    add_course(emulator)
    register(emulator)
    applications.update(emulator, APP_ID, allow_delete=False)
    assert error(call("registration.deleteRegistration", regid="ann"))[0] == "100"
    applications.update(emulator, APP_ID, allow_delete=True)
    assert call("registration.deleteRegistration", regid="ann").get("stat") == "ok"


def test_a_number_of_thousands_of_digits_is_refused(call: Call) -> None:
    number, _ = error(call("course.getCourseDetail", courseid="golf", versionid="9" * 5000))
    assert number == "205"
