"""The XML that v1 answers with (docs/service/v1.md, Envelope)."""

import re
from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element, SubElement
from xml.sax.saxutils import escape, quoteattr

from starlette.responses import Response

# What no XML document may hold; it comes in with titles and names.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Where the service has texts in CDATA: one client reads nothing else there, and nothing but plain
# text elsewhere (docs/service/v1.md, Envelope).
_CDATA_WITHIN = {"registration", "instance", "course", "version", "tags", "activityProvider"}
_CDATA_WITHIN |= {"invitationInfo", "userInvitation"}
_CDATA = {"name", "createdBy", "lrsAuthCallbackUrl", "suspend_data"}
_PLAIN = {("course", "createDate"), ("invitationInfo", "createdDate")}

# Elements that are lists in the JSON form even when they hold one.
_LISTS = ("activity", "objective", "interaction", "comment", "response", "registration", "tag")


def ok() -> Element:
    """Return an empty envelope that says ok."""
    return Element("rsp", stat="ok")


def element(tag: str, text: object = None, *children: Element, **attributes: str) -> Element:
    """Return an element with a text, true or false for a bool; None and "" give an empty one."""
    new = Element(tag, {name: clean(value) for name, value in attributes.items()})
    if isinstance(text, bool):
        text = "true" if text else "false"
    if text is not None and text != "":
        new.text = clean(str(text))
    new.extend(children)
    return new


def add(parent: Element, tag: str, text: object = None, **attributes: str) -> Element:
    """Add an `element` to another, and return it."""
    child = element(tag, text, **attributes)
    parent.append(child)
    return child


def add_list(parent: Element, holder: str, tag: str, texts: Iterable[str]) -> None:
    """Add an element that holds a list: an element for each text."""
    element = SubElement(parent, holder)
    for text in texts:
        add(element, tag, text)


def clean(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def time(iso: str | None) -> str | None:
    """Return a time as v1 writes it: ``2024-01-02T03:04:05.000+0000``."""
    return iso and iso.replace("Z", "+0000")


def whole_seconds(iso: str | None) -> str | None:
    """Return a time without the fraction of its seconds, as some answers of v1 have it."""
    return iso and iso.partition(".")[0] + "+0000"


def fail(code: int, message: str, status: int = 200) -> Response:
    """Return the answer of a call that failed; v1 says so with 200 (docs/service/v1.md, HTTP)."""
    root = Element("rsp", stat="fail")
    SubElement(root, "err", code=str(code), msg=clean(message))
    return xml(root, status)


def answer(content: Element | None) -> Response:
    """Return the answer of a call that went well.

    Args:
        content: the envelope, or the one element in it; None where there is nothing to tell.
    """
    if content is not None and content.tag == "rsp":
        return xml(content)
    root = ok()
    root.append(Element("success") if content is None else content)
    return xml(root)


def xml(root: Element, status: int = 200) -> Response:
    """Return an XML answer."""
    return Response(document(root).encode(), status, media_type="text/xml")


def document(root: Element) -> str:
    """Return an XML document."""
    return '<?xml version="1.0" encoding="utf-8" ?>\n' + _markup(root, "")


def _markup(element: Element, parent: str) -> str:
    tag = element.tag
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in element.items())
    text = element.text or ""
    if text and text not in ("true", "false") and _is_cdata(parent, tag):
        text = "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"
    else:
        text = escape(text)
    content = text + "".join(_markup(child, tag) for child in element)
    return f"<{tag}{attributes}>{content}</{tag}>" if content else f"<{tag}{attributes}/>"


def _is_cdata(parent: str, tag: str) -> bool:
    return tag in _CDATA or (parent in _CDATA_WITHIN and (parent, tag) not in _PLAIN)


def to_json(element: Element) -> Any:
    """Return an element as v1's JSON form has it: attributes and elements both as properties."""
    properties: dict[str, Any] = dict(element.attrib)
    for child in element:
        value = to_json(child)
        if child.tag in _LISTS:
            properties.setdefault(child.tag, []).append(value)
        else:
            properties[child.tag] = value
    return properties or (element.text or "")
