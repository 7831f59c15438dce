"""XML as a small tree that knows its lines, from files that nobody has checked.

Names are compared by their last part and without case, because authoring tools disagree on
prefixes, namespaces and spelling (``adlcp:scormtype``, ``adlcp:scormType``).
"""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import (
    ContentHandler,
    feature_namespaces,
)
from xml.sax.xmlreader import (
    AttributesNSImpl,
    InputSource,
    Locator,
)

from defusedxml import EntitiesForbidden, ExternalReferenceForbidden
from defusedxml.expatreader import create_parser

from scormcloud_cli.packages.errors import InvalidPackage

_DEPTH_LIMIT = 100
_ELEMENT_LIMIT = 100_000
_PIECE = 1024 * 1024
_DECLARED_ENCODING = re.compile(
    rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']"""
)
# Python also knows encodings that are slow or are not of text: only these are asked for by files.
_ENCODINGS = re.compile(
    r"us-ascii|utf-8|iso-8859-\d{1,2}|(windows-|cp)\d{3,4}|koi8-[ru]|shift_jis|euc-(jp|kr)"
    r"|iso-2022-jp|gb2312|gbk|gb18030|big5|macintosh",
    re.IGNORECASE,
)


class Text(NamedTuple):
    """A text and its language tag, None when none is given."""

    value: str
    language: str | None


@dataclass(slots=True)
class Element:
    """An element: names of itself and of its attributes in lower case and without prefix."""

    name: str
    namespace: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def get(self, attribute: str) -> str | None:
        """Return the attribute without blanks around it, None when missing or empty."""
        return self.attributes.get(attribute, "").strip() or None

    def all(self, name: str) -> Iterator["Element"]:
        """Yield the children called *name*."""
        return (child for child in self.children if child.name == name)

    def first(self, *path: str) -> "Element | None":
        """Return the first element down *path*, a child's name after another, or None."""
        if not path:
            return self
        found = (child.first(*path[1:]) for child in self.all(path[0]))
        return next((element for element in found if element is not None), None)

    def text_of(self, *path: str) -> str | None:
        """Return the text of the first element down *path*, None when missing or blank."""
        element = self.first(*path)
        return (element.text.strip() or None) if element is not None else None

    def texts_of(self, *path: str) -> Iterator[Text]:
        """Yield the texts of all elements down *path*, one for each language.

        A text stands in the element itself (SCORM titles, ``<name lang="en">`` of tincan.xml) or in
        ``langstring`` or ``string`` elements inside it (cmi5, LOM).
        """
        if path:
            for child in self.all(path[0]):
                yield from child.texts_of(*path[1:])
            return
        wrapped = [child for child in self.children if child.name in ("langstring", "string")]
        for element in wrapped or [self]:
            language = element.get("lang") or element.get("language")
            if value := " ".join(element.text.split()):
                yield Text(value, None if language in ("x-none", "none") else language)


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its outermost element, and every namespace that it declares."""

    root: Element
    namespaces: frozenset[str]


def parse(content: bytes, file: str) -> Document:
    """Parse *content*, the XML file *file*.

    A byte-order mark decides the encoding, then the XML declaration. UTF-8 that calls itself
    UTF-16, as .NET writes it, is read as UTF-8.

    Raises:
        InvalidPackage: it is not well-formed (``malformed_xml``, with line and column), declares
            entities (``xml_bomb``, ``external_entity``), or is deeper or longer than any course
            (``too_complex``).
    """
    builder = _TreeBuilder(file)
    parser = create_parser(bufsize=_PIECE)
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(builder)
    source = InputSource(file)
    source.setByteStream(_Pieces(_decoded(content, file).encode(), builder))
    source.setEncoding("utf-8")
    try:
        parser.parse(source)
    except SAXParseException as fault:
        # SAX may say "no line"; its columns count from 0.
        line, column = fault.getLineNumber() or 1, (fault.getColumnNumber() or 0) + 1
        if "unbound prefix" in fault.getMessage():
            reason = "A prefix is used there that no xmlns declares."
            raise InvalidPackage(reason, "undeclared_prefix", file, line, column) from fault
        reason = f"The XML is not well-formed: {fault.getMessage()}."
        raise InvalidPackage(reason, "malformed_xml", file, line, column) from fault
    except EntitiesForbidden as fault:
        if fault.sysid or fault.pubid:
            reason = (
                f"It takes the entity {fault.name!r} from another file. Write its text instead."
            )
            raise InvalidPackage(reason, "external_entity", file, builder.line) from fault
        reason = (
            f"It declares the entity {fault.name!r}. Entities can be made to grow without end, so "
            "none is accepted. Write its text instead."
        )
        raise InvalidPackage(reason, "xml_bomb", file, builder.line) from fault
    except ExternalReferenceForbidden as fault:
        reason = "It refers to another file for its document type or entities. Remove that."
        raise InvalidPackage(reason, "external_entity", file, builder.line) from fault
    except SAXException as fault:
        reason = f"The XML cannot be read: {fault.getMessage()}."
        raise InvalidPackage(reason, "malformed_xml", file, builder.line) from fault
    return Document(builder.root, frozenset(builder.namespaces))


class _Pieces(io.BytesIO):
    """XML handed to the parser in pieces, of which each must bring it on.

    expat holds a tag in memory until its end, with all its attributes, and reads it anew with every
    piece: without this, one tag of 32 MB takes a gigabyte and ten seconds.
    """

    def __init__(self, content: bytes, builder: "_TreeBuilder") -> None:
        super().__init__(content)
        self._builder = builder
        self._events: list[int] = []

    def read(self, size: int | None = -1, /) -> bytes:
        self._events.append(self._builder.events)
        if len(self._events) > 2 and self._events[-3] == self._builder.events:
            self._builder.refuse("One tag or comment is longer than a megabyte.")
        return super().read(size)


class _TreeBuilder(ContentHandler):
    def __init__(self, file: str) -> None:
        super().__init__()
        self.root = Element("", "", {}, 0)
        self.namespaces: set[str] = set()
        self.events = 0
        self._file = file
        self._locator: Locator | None = None
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._elements = 0

    @property
    def line(self) -> int:
        return (self._locator.getLineNumber() if self._locator else None) or 1

    def refuse(self, reason: str) -> NoReturn:
        raise InvalidPackage(reason, "too_complex", self._file, self.line)

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - SAX's name
        self._locator = locator

    def startPrefixMapping(self, prefix: str | None, uri: str) -> None:  # noqa: N802 - SAX's name
        del prefix
        self.namespaces.add(uri)

    def startElementNS(  # noqa: N802 - SAX's name
        self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl
    ) -> None:
        del qname
        self.events += 1
        self._elements += 1
        if len(self._open) >= _DEPTH_LIMIT or self._elements > _ELEMENT_LIMIT:
            self.refuse(f"It has more than {_DEPTH_LIMIT} levels or {_ELEMENT_LIMIT} elements.")
        attributes: dict[str, str] = {}
        for (_, attribute), value in attrs.items():
            attributes.setdefault(attribute.lower(), value)
        element = Element(name[1].lower(), name[0] or "", attributes, self.line)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._texts.append([])

    def characters(self, content: str) -> None:
        self.events += 1
        self._texts[-1].append(content)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802 - SAX's name
        del name, qname
        self._open.pop().text = "".join(self._texts.pop())


def _decoded(content: bytes, file: str) -> str:
    encoding = _encoding(content, file)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        column = fault.start - content.rfind(b"\n", 0, fault.start)
        reason = f"The text is not in the encoding that it claims, {encoding}. Save it as UTF-8."
        raise InvalidPackage(reason, "malformed_xml", file, line, column) from fault


def _encoding(content: bytes, file: str) -> str:
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if content.startswith(b"<\0"):
        return "utf-16-le"
    if content.startswith(b"\0<"):
        return "utf-16-be"
    declared = _DECLARED_ENCODING.match(content)
    encoding = declared[1].decode().lower() if declared else "utf-8"
    if encoding.startswith("utf-16"):
        return "utf-8"
    if not _ENCODINGS.fullmatch(encoding):
        reason = f"The encoding {encoding!r} is not known. Save the file as UTF-8."
        raise InvalidPackage(reason, "malformed_xml", file, 1, 1)
    try:
        return codecs.lookup(encoding).name
    except LookupError as fault:
        reason = f"The encoding {encoding!r} is not known. Save the file as UTF-8."
        raise InvalidPackage(reason, "malformed_xml", file, 1, 1) from fault
