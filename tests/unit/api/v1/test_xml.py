from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from scormcloud_cli.api.v1.xml import to_json


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ("<rsp stat='ok'><result>true</result></rsp>", {"stat": "ok", "result": "true"}),
        ("<rsp stat='ok'><success/></rsp>", {"stat": "ok", "success": ""}),
        ("<title> <![CDATA[Golf & more]]> </title>", "Golf & more"),
        ("<a><b>1</b><c>2</c></a>", {"b": "1", "c": "2"}),
        ("<a><b>1</b><c/><b>2</b></a>", {"b": ["1", "2"], "c": ""}),
        ("<time tz='UTC'>20240102030405</time>", {"tz": "UTC", "text": "20240102030405"}),
        ("<a x='1'>  \n  <b/></a>", {"x": "1", "b": ""}),
    ],
)
def test_elements_are_objects_and_texts_are_strings(xml: str, expected: Any) -> None:
    assert to_json(fromstring(xml)) == expected


@pytest.mark.parametrize(
    ("courses", "expected"),
    [
        ("", []),
        ("<course id='a'/>", [{"id": "a"}]),
        ("<course id='a'/><course id='b'/>", [{"id": "a"}, {"id": "b"}]),
    ],
)
def test_a_list_of_v1_is_an_array_however_much_is_in_it(courses: str, expected: Any) -> None:
    xml = f"<rsp stat='ok'><courselist>{courses}</courselist></rsp>"
    assert to_json(fromstring(xml)) == {"stat": "ok", "courselist": {"course": expected}}


def test_a_list_keeps_its_attributes() -> None:
    xml = "<launchhistory regid='r1'></launchhistory>"
    assert to_json(fromstring(xml)) == {"regid": "r1", "launch": []}


def test_nested_activities_are_arrays_at_every_level() -> None:
    xml = "<activity id='a'><children><activity id='b'><children/></activity></children></activity>"
    assert to_json(fromstring(xml)) == {
        "id": "a",
        "children": {"activity": [{"id": "b", "children": ""}]},
    }


def test_the_results_of_an_import_are_an_array_though_they_stand_in_the_envelope() -> None:
    xml = "<rsp stat='ok'><importresult successful='true'/></rsp>"
    assert to_json(fromstring(xml)) == {"stat": "ok", "importresult": [{"successful": "true"}]}


def test_an_attribute_with_the_name_of_a_child_is_kept_apart() -> None:
    xml = "<course id='golf' versions='2'><versions><version>0</version></versions></course>"
    assert to_json(fromstring(xml)) == {
        "id": "golf",
        "@versions": "2",
        "versions": {"version": ["0"]},
    }


def test_namespaces_are_left_out() -> None:
    xml = "<a xmlns='urn:x' xml:lang='en'><b/></a>"
    assert to_json(fromstring(xml)) == {"lang": "en", "b": ""}
