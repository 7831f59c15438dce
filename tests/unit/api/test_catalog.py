"""What the catalogue must hold, whatever is added to it."""

import re
from collections import Counter

import pytest

from scormcloud_cli.api import APIS, V1, V2
from scormcloud_cli.api.catalog import (
    Operation,
    UnknownOperation,
    operation,
    operations,
    schema,
    settings,
)
from tests.support.cases import check_each

EVERY = [call for api in APIS for call in operations(api).values()]


def test_every_operation_of_both_apis_is_in_it() -> None:
    assert (len(operations(V1)), len(operations(V2))) == (109, 161)


def test_an_operation_says_in_a_line_what_it_does() -> None:
    for call in EVERY:
        assert 10 < len(call.summary) <= 72, call.name
        assert call.summary[0].isupper(), call.name
        assert not call.summary.endswith("."), call.name


def test_a_parameter_stands_once_at_each_place() -> None:
    for call in EVERY:
        counted = Counter((parameter.location, parameter.name) for parameter in call.parameters)
        assert [where for where, count in counted.items() if count > 1] == [], call.name


def test_the_path_and_its_parameters_agree() -> None:
    def check(call: Operation) -> None:
        in_path = re.findall(r"\{(\w+)\}", call.path or "")
        assert in_path == [
            parameter.name for parameter in call.parameters if parameter.location == "path"
        ]
        assert all(
            parameter.required for parameter in call.parameters if parameter.location == "path"
        )

    check_each(operations(V2), check)


def test_every_schema_that_is_named_is_there() -> None:
    def check(call: Operation) -> None:
        for name in (call.body, call.answer_schema):
            if name is not None:
                assert schema(name)

    check_each(operations(V2), check)


def test_a_list_can_be_asked_for_more() -> None:
    def check(call: Operation) -> None:
        assert call.paged == (call.parameter("more") is not None)

    check_each(operations(V2), check)


def test_what_only_reads_may_be_repeated() -> None:
    def check(call: Operation) -> None:
        if call.verb in ("GET", "HEAD"):
            assert call.idempotent
            assert not call.writes

    check_each(operations(V2), check)


def test_no_two_operations_of_v2_answer_the_same_request() -> None:
    requests = Counter(
        (call.verb, re.sub(r"\{\w+\}", "{}", call.path or "")) for call in operations(V2).values()
    )
    assert [request for request, count in requests.items() if count > 1] == []


def test_an_operation_is_found_alone_as_among_all() -> None:
    for call in EVERY:
        assert operation(call.api, call.name) == call


@pytest.mark.parametrize("name", ["filter", "", 'GetAbout", "area": "about', "CourseSchema"])
def test_what_is_no_operation_is_not_found_in_the_data(name: str) -> None:
    with pytest.raises(UnknownOperation):
        operation(V2, name)


def test_no_two_settings_are_the_same_to_v1() -> None:
    counted = Counter(setting.v1 for setting in settings().values() if setting.v1)
    assert [name for name, count in counted.items() if count > 1] == []
