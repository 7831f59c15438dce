import pytest

from scormcloud_cli.api.errors import (
    AuthenticationFailed,
    CloudError,
    NetworkFailure,
    NotFound,
    ServiceRefused,
)
from scormcloud_cli.api.messages import Answer
from scormcloud_cli.api.v1 import answers

CREATE = "rustici.registration.createRegistration"


def answered(body: str, status: int = 200, content_type: str = "text/xml") -> Answer:
    return Answer(status, {"content-type": content_type}, body.encode())


def refused(err: str, name: str = "rustici.course.getCourseDetail") -> CloudError:
    with pytest.raises(CloudError) as raised:
        answers.read(answered(f'<rsp stat="fail">{err}</rsp>'), name)
    return raised.value


def test_an_answer_that_says_ok_is_given() -> None:
    root = answers.read(answered('<?xml version="1.0"?><rsp stat="ok"><success/></rsp>'), "m")
    assert root.find("success") is not None


@pytest.mark.parametrize("code", range(100, 109))
def test_codes_from_100_to_108_are_about_credentials(code: int) -> None:
    error = refused(f'<err code="{code}" msg="no"/>')
    assert isinstance(error, AuthenticationFailed)
    assert error.to_record()["serviceCode"] == code


def test_a_clock_that_is_off_is_said_to_be() -> None:
    assert "clock" in (refused('<err code="107" msg="outside of expiration limit"/>').hint or "")


def test_error_300_says_that_v2_works() -> None:
    error = refused('<err code="300" msg="Account is not authorized to use the v1 API"/>')
    assert (error.exit_code, error.code) == (4, "v1_not_allowed")
    assert "--api v2" in (error.hint or "")


@pytest.mark.parametrize("code", [200, 202, 203, 204, 205])
def test_codes_about_parameters_are_the_services_no(code: int) -> None:
    error = refused(f'<err code="{code}" msg="no"/>')
    assert isinstance(error, ServiceRefused)
    assert error.code == "bad_request"


def test_a_service_that_is_unavailable_can_be_tried_again() -> None:
    error = refused('<err code="201" msg="unavailable"/>')
    assert isinstance(error, NetworkFailure)
    assert error.retryable


def test_what_is_missing_is_named() -> None:
    error = refused('<err code="1" msg="Could not find course [golf], versionid [0]"/>')
    assert isinstance(error, NotFound)
    assert error.code == "course_not_found"


@pytest.mark.parametrize(
    ("code", "expected"),
    [(1, "course_not_found"), (2, "registration_exists"), (4, "limit_reached"), (9, "failed")],
)
def test_small_numbers_mean_what_their_method_says(code: int, expected: str) -> None:
    assert refused(f'<err code="{code}" msg="no"/>', CREATE).code == expected


def test_nested_errors_are_chained() -> None:
    error = refused('<err code="1" msg="outer"><err code="2" msg="cause"/></err>')
    assert error.message == "outer (cause)"
    assert isinstance(error.__cause__, CloudError)
    assert error.__cause__.service_code == 2


@pytest.mark.parametrize("err", ["", "<err/>", '<err code="x" msg=""/>'])
def test_a_no_without_a_reason_is_still_a_no(err: str) -> None:
    assert isinstance(refused(err), ServiceRefused)


@pytest.mark.parametrize(
    "body",
    [
        "<html><body>Sign in</body></html>",
        "not xml at all",
        "",
        "<rsp>no stat</rsp>",
        '<rsp stat="maybe"/>',
        '<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rsp stat="ok">&b;</rsp>',
        '<?xml version="1.0" encoding="true"?><rsp stat="ok"/>',
        '<rsp stat="ok">' + "<a>" * 5000 + "</a>" * 5000 + "</rsp>",
        "<a>" * 200_000,
        '<!DOCTYPE r [<!ATTLIST c d CDATA "aa">]><rsp stat="ok"><c/></rsp>',
    ],
)
def test_what_is_no_answer_of_v1_is_said_to_be_none(body: str) -> None:
    with pytest.raises(NetworkFailure) as raised:
        answers.read(answered(body, content_type="text/html"), "m")
    assert raised.value.code == "unexpected_answer"
    assert not raised.value.retryable


def test_a_server_error_can_be_tried_again() -> None:
    with pytest.raises(NetworkFailure) as raised:
        answers.read(answered("<html>oops</html>", 502), "rustici.course.exists")
    assert (raised.value.code, raised.value.retryable) == ("service_error", True)


@pytest.mark.parametrize(
    ("status", "name", "doubtful"),
    [
        (504, "rustici.registration.createRegistration", True),
        (503, "rustici.registration.createRegistration", False),
        (504, "rustici.course.getCourseList", False),
    ],
)
def test_what_a_gateway_answered_to_may_have_been_done(
    status: int, name: str, doubtful: bool
) -> None:
    with pytest.raises(NetworkFailure) as raised:
        answers.read(Answer(status, {}, b""), name)
    assert raised.value.may_have_landed is doubtful
