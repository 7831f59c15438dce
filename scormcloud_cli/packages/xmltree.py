"""XML from untrusted files, as a small tree of elements with their line numbers.

Names are compared by their last part and without case, because authoring tools disagree on
prefixes, namespaces and spelling (``adlcp:scormtype``, ``adlcp:scormType``).
"""

import codecs
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn
from xml.parsers.expat import XMLParserType
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl, InputSource, Locator

from defusedxml import DTDForbidden
from defusedxml.expatreader import DefusedExpatParser

from scormcloud_cli.packages.errors import InvalidPackage

_DEPTH_LIMIT = 100
_ELEMENT_LIMIT = 100_000
_ATTRIBUTE_LIMIT = 500_000
# expat writes a namespace out for every element and attribute that is in it.
_NAMESPACE_LIMIT = 2_000
# No title, description or keyword is longer; to split 16 MB into words takes half a gigabyte.
_TEXT_LIMIT = 100_000
_PIECE = 1024 * 1024
_DECLARED_ENCODING = re.compile(
    rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']"""
)
# A file may name these encodings only: Python knows others that are slow or not for text.
_ENCODINGS = re.compile(
    r"us-ascii|utf-8|iso-8859-\d{1,2}|(windows-|cp)\d{3,4}|koi8-[ru]|shift_jis|euc-(jp|kr)"
    r"|iso-2022-jp|gb2312|gbk|gb18030|big5|macintosh",
    re.IGNORECASE,
)


class Text(NamedTuple):
    """A text, "" when there is none, and its language tag, None when none is given."""

    value: str = ""
    language: str | None = None


@dataclass(slots=True)
class Element:
    """An element; its name and those of its attributes are in lower case, without prefix."""

    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list["Element"] = field(default_factory=list)
    namespace: str | None = None

    def get(self, attribute: str) -> str | None:
        """Return the attribute without surrounding blanks, None when missing or empty."""
        return self.attributes.get(attribute, "").strip() or None

    def all(self, name: str) -> Iterator["Element"]:
        """Yield the children called *name*."""
        return (child for child in self.children if child.name == name)

    def first(self, *path: str) -> "Element | None":
        """Return the first element at *path*, the names of a child, its child, …, or None."""
        if not path:
            return self
        for child in self.children:
            if child.name == path[0] and (element := child.first(*path[1:])) is not None:
                return element
        return None

    def flag(self, attribute: str, default: bool = False) -> bool:
        """Return whether the attribute is true; *default* when it is missing or empty."""
        value = self.get(attribute)
        return default if value is None else value.lower() in ("true", "1")

    def text_of(self, *path: str) -> str | None:
        """Return the text of the first element at *path*, None when missing or blank."""
        element = self.first(*path)
        return (element.text.strip() or None) if element is not None else None

    def texts_of(self, *path: str) -> Iterator[Text]:
        """Yield the texts of all elements at *path*, one for each language.

        A text is in the element itself (SCORM titles, ``<name lang="en">`` of tincan.xml) or in
        ``langstring`` or ``string`` elements inside it (cmi5, LOM).
        """
        if path:
            for child in self.all(path[0]):
                yield from child.texts_of(*path[1:])
            return
        wrapped = [child for child in self.children if child.name in ("langstring", "string")]
        for element in wrapped or [self]:
            language = element.get("lang") or element.get("language")
            if value := " ".join(element.text[:_TEXT_LIMIT].split()):
                yield Text(value, None if language in ("x-none", "none") else language)

    def first_text(self, *path: str) -> Text:
        """Return the first of the texts at *path*, an empty one when there is none."""
        return next(self.texts_of(*path), Text())


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
        InvalidPackage: it is not well-formed (``malformed_xml``, with line and column), has a
            document type (``document_type``), or is deeper or longer than any course
            (``too_complex``).
    """
    builder = _TreeBuilder(file)
    parser = _Parser(forbid_dtd=True, bufsize=_PIECE)
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(builder)
    source = InputSource(file)
    source.setByteStream(_Pieces(_decoded(content, file).encode(), builder))
    source.setEncoding("utf-8")
    try:
        parser.parse(source)
    except SAXParseException as error:
        # SAX may give no line; its columns count from 0.
        line, column = error.getLineNumber() or 1, (error.getColumnNumber() or 0) + 1
        code, reason = "malformed_xml", f"The XML is not well-formed: {error.getMessage()}."
        if "unbound prefix" in error.getMessage():
            code, reason = "undeclared_prefix", "A prefix is used there that no xmlns declares."
        raise InvalidPackage(reason, code, file, line, column) from error
    except DTDForbidden as error:
        reason = (
            f"It declares the document type {error.name!r}. What such a declaration defines could "
            "grow without end or be in another file."
        )
        raise InvalidPackage(reason, "document_type", file, builder.line) from error
    except SAXException as error:
        reason = f"The XML cannot be read: {error.getMessage()}."
        raise InvalidPackage(reason, "malformed_xml", file, builder.line) from error
    return Document(builder.root, frozenset(builder.namespaces))


class _Parser(DefusedExpatParser):
    """Gives text in long pieces: without this, each line and line end is a piece of its own."""

    _parser: XMLParserType

    def reset(self) -> None:
        super().reset()
        self._parser.buffer_text = True


class _Pieces(io.BytesIO):
    """Feeds XML to the parser in pieces, and refuses a tag or comment that spans several.

    expat holds a tag with all its attributes in memory until the tag ends, and reads it again from
    its start with every piece: without this, one tag of 32 MB takes a gigabyte and ten seconds.
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
        self.root = Element("", {}, 0)
        self.namespaces: set[str] = set()
        self.events = 0
        self._file = file
        self._locator: Locator | None = None
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._elements = 0
        self._attributes = 0

    @property
    def line(self) -> int:
        return (self._locator.getLineNumber() if self._locator else None) or 1

    def refuse(self, reason: str) -> NoReturn:
        raise InvalidPackage(reason, "too_complex", self._file, self.line)

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - SAX's name
        self._locator = locator

    def startPrefixMapping(self, prefix: str | None, uri: str) -> None:  # noqa: N802 - SAX's name
        del prefix
        if uri and len(uri) > _NAMESPACE_LIMIT:
            self.refuse(f"The name of a namespace has more than {_NAMESPACE_LIMIT} characters.")
        self.namespaces.add(uri)

    def startElementNS(  # noqa: N802 - SAX's name
        self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl
    ) -> None:
        del qname
        self.events += 1
        self._elements += 1
        if len(self._open) >= _DEPTH_LIMIT or self._elements > _ELEMENT_LIMIT:
            self.refuse(f"It has more than {_DEPTH_LIMIT} levels or {_ELEMENT_LIMIT} elements.")
        self._attributes += len(attrs)
        if self._attributes > _ATTRIBUTE_LIMIT:
            self.refuse(f"It has more than {_ATTRIBUTE_LIMIT} attributes.")
        attributes: dict[str, str] = {}
        for (_, attribute), value in attrs.items():
            attributes.setdefault(sys.intern(attribute.lower()), value)
        namespace = sys.intern(name[0]) if name[0] else None
        tag = sys.intern(name[1].lower())
        element = Element(tag, attributes, self.line, namespace=namespace)
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
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        reason = f"The text is not in the declared encoding, {encoding}. Save it as UTF-8."
        raise InvalidPackage(reason, "malformed_xml", file, line, column) from error


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
    try:
        if not _ENCODINGS.fullmatch(encoding):
            raise LookupError(encoding)
        return codecs.lookup(encoding).name
    except LookupError as error:
        reason = f"The encoding {encoding!r} is not supported. Save the file as UTF-8."
        raise InvalidPackage(reason, "malformed_xml", file, 1, 1) from error
