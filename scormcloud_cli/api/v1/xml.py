"""v1's XML as JSON, by rules that a script can rely on."""

from typing import Any
from xml.etree.ElementTree import Element

# Lists of v1, by the element that holds them (docs/service/v1.md, Answers of single methods). What
# stands in one is an array however many there are: a script must not break on the first course.
_LISTS = {
    "activityProviderList": "activityProvider",
    "applicationlist": "application",
    "attributes": "attribute",
    "comments_from_learner": "comment",
    "comments_from_lms": "comment",
    "correct_responses": "response",
    "courselist": "course",
    "dispatchDestinations": "dispatchDestination",
    "dispatches": "dispatch",
    "domains": "domain",
    "exports": "export",
    "importresults": "importresult",
    "instances": "instance",
    "interactions": "interaction",
    "invitationlist": "invitationInfo",
    "keywords": "keyword",
    "launchhistory": "launch",
    "objectives": "objective",
    "parserwarnings": "warning",
    "registrationlist": "registration",
    "results": "result",
    "RuntimeLog": "RuntimeEvent",
    "secretKeys": "secretKey",
    "tags": "tag",
    "userInvitations": "userInvitation",
    "versions": "version",
}
# Elements that hold lists of more than one kind, arrays whenever they are there.
_LISTS_OF_MANY_KINDS = {
    "children": ("activity", "object"),
    "dir": ("dir", "file"),
    "rsp": ("importresult",),
}


def to_json(element: Element) -> Any:
    """Return an element as a JSON value.

    An element with nothing but text is a string, an empty one the empty string. Any other is an
    object: its attributes and its child elements are properties, in their order; children of one
    name, and children in one of v1's lists, are an array; text beside attributes or children is
    under ``text``. An attribute whose name a child has too gets an ``@`` in front. Namespaces are
    left out.

    Args:
        element: the element, such as the ``rsp`` that `Client.call` gives.
    """
    name = _local(element.tag)
    text = (element.text or "").strip()
    if not element.attrib and not len(element) and (text or name not in _LISTS):
        return text
    children: dict[str, list[Any]] = {}
    for child in element:
        children.setdefault(_local(child.tag), []).append(to_json(child))
    if not text and name in _LISTS:
        children.setdefault(_LISTS[name], [])
    record: dict[str, Any] = {}
    for attribute, value in element.attrib.items():
        key = _local(attribute)
        record["@" + key if key in children else key] = value
    lists = (_LISTS.get(name), *_LISTS_OF_MANY_KINDS.get(name, ()))
    for key, values in children.items():
        record[key] = values if len(values) != 1 or key in lists else values[0]
    if text:
        record["text"] = text
    return record


def _local(name: str) -> str:
    return name.rpartition("}")[2]
