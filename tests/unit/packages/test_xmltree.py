"""Parsing XML that nobody has checked."""

import time
import tracemalloc

import pytest

from scormcloud_cli.packages import xmltree
from scormcloud_cli.packages.errors import InvalidPackage
from scormcloud_cli.packages.xmltree import Text, parse


def refused(content: bytes) -> InvalidPackage:
    with pytest.raises(InvalidPackage) as refusal:
        parse(content, "file.xml")
    assert refusal.value.file == "file.xml"
    return refusal.value


def test_names_are_in_lower_case_and_without_prefix() -> None:
    root = parse(b'<a:Item xmlns:a="urn:a" a:scormType="sco" Title="x"/>', "file.xml").root

    assert root.name == "item"
    assert root.attributes == {"scormtype": "sco", "title": "x"}


def test_every_declared_namespace_is_known() -> None:
    document = parse(b'<a xmlns="urn:a"><b xmlns:c="urn:c"/></a>', "file.xml")

    assert document.namespaces == {"urn:a", "urn:c"}


def test_an_element_knows_its_line() -> None:
    root = parse(b"<a>\n\n  <b/></a>", "file.xml").root

    assert [child.line for child in root.children] == [3]


def test_a_path_leads_past_elements_that_lack_the_rest() -> None:
    root = parse(b"<a><b/><b><c> found </c></b></a>", "file.xml").root

    assert root.text_of("b", "c") == "found"
    assert root.first("b", "d") is None


@pytest.mark.parametrize(
    "xml",
    [
        '<t xml:lang="en">Fire  drill</t>',
        '<t lang="en">Fire\ndrill</t>',
        '<t><langstring lang="en">Fire drill</langstring></t>',
        '<t><string language="en"> Fire drill </string></t>',
    ],
)
def test_a_text_has_its_language_however_it_is_wrapped(xml: str) -> None:
    root = parse(xml.encode(), "file.xml").root

    assert list(root.texts_of()) == [Text("Fire drill", "en")]


def test_the_language_x_none_is_none() -> None:
    root = parse(b'<t><langstring xml:lang="x-none">Fire</langstring></t>', "file.xml").root

    assert list(root.texts_of()) == [Text("Fire", None)]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-8", "UTF-16"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("iso-8859-1", "ISO-8859-1"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_an_encoding_is_found_out(encoding: str, declared: str) -> None:
    content = f'<?xml version="1.0" encoding="{declared}"?><t>déjà</t>'.encode(encoding)

    assert parse(content, "file.xml").root.text == "déjà"


def test_an_encoding_of_more_bytes_is_read() -> None:
    content = '<?xml version="1.0" encoding="Shift_JIS"?><t>火災</t>'.encode("shift_jis")

    assert parse(content, "file.xml").root.text == "火災"


@pytest.mark.parametrize("encoding", ["punycode", "base64", "utf-8-with-care", "cp999"])
def test_an_unknown_encoding_is_refused(encoding: str) -> None:
    invalid = refused(f'<?xml version="1.0" encoding="{encoding}"?><t/>'.encode())

    assert invalid.code == "malformed_xml"
    assert encoding in invalid.reason


def test_bytes_outside_the_encoding_are_refused_with_their_place() -> None:
    invalid = refused(b"<t>\n  caf\xe9</t>")

    assert (invalid.code, invalid.line, invalid.column) == ("malformed_xml", 2, 6)
    assert "Save it as UTF-8" in invalid.reason


@pytest.mark.parametrize(
    ("xml", "line", "column"),
    [
        (b"", 1, 1),
        (b"<a>\n<b></a>", 2, 6),
        (b"<a>&nbsp;</a>", 1, 4),
        (b"\n<?xml version='1.0'?><a/>", 2, 1),
    ],
)
def test_xml_that_is_not_well_formed_is_refused_with_its_place(
    xml: bytes, line: int, column: int
) -> None:
    invalid = refused(xml)

    assert (invalid.code, invalid.line, invalid.column) == ("malformed_xml", line, column)


@pytest.mark.parametrize(
    "declaration",
    [
        "<!DOCTYPE a>",
        "<!DOCTYPE a [<!ELEMENT a ANY>]>",
        '<!DOCTYPE a SYSTEM "http://example.org/a.dtd">',
        '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY % e PUBLIC "x" "http://example.org/">]>',
    ],
)
def test_a_document_type_is_refused_with_its_line(declaration: str) -> None:
    invalid = refused(f"<?xml version='1.0'?>\n{declaration}<a>text</a>".encode())

    assert (invalid.code, invalid.line) == ("document_type", 2)


def test_a_bomb_is_refused_in_under_a_second() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 20))
    bomb = f'<!DOCTYPE a [<!ENTITY e0 "boom">{entities}]>\n<a>&e19;</a>'

    start = time.monotonic()
    invalid = refused(bomb.encode())

    assert time.monotonic() - start < 1
    assert (invalid.code, invalid.line) == ("document_type", 1)


def test_attributes_that_a_document_type_adds_to_every_element_never_arise() -> None:
    defaults = f'<!ATTLIST b c CDATA "{"x" * 2_000}">'
    content = f"<!DOCTYPE a [{defaults}]><a>{'<b/>' * 1_000}</a>".encode()

    tracemalloc.start()
    try:
        assert refused(content).code == "document_type"
        assert tracemalloc.get_traced_memory()[1] < 1024**2
    finally:
        tracemalloc.stop()


def test_text_takes_no_more_memory_in_many_lines_than_in_one() -> None:
    content = b"<a><title>" + b"ab\n" * 1_000_000 + b"</title></a>"

    tracemalloc.start()
    try:
        root = parse(content, "file.xml").root
        assert root.first_text("title").value.startswith("ab ab")
        assert tracemalloc.get_traced_memory()[1] < 16 * 1024**2
    finally:
        tracemalloc.stop()


def test_a_long_text_is_read() -> None:
    text = "x" * 5_000_000

    assert parse(f"<a>{text}</a>".encode(), "file.xml").root.text == text


@pytest.mark.parametrize(
    "xml",
    [
        b"<a>" * 5000,
        b'<a x="' + b"x" * 5_000_000 + b'"/>',
        b"<a><!--" + b"x" * 5_000_000 + b"--></a>",
        b'<r xmlns:n="' + b"u" * 500_000 + b'">' + b"<n:a/>" * 90_000 + b"</r>",
    ],
    ids=["deep", "long attribute", "long comment", "long namespace"],
)
def test_more_than_any_course_has_is_refused(xml: bytes) -> None:
    assert refused(xml).code == "too_complex"


@pytest.mark.parametrize(
    ("xml", "limit", "most"),
    [
        (b"<r>" + b"<a/>" * 2_999 + b"</r>", "_ELEMENT_LIMIT", 150_000),
        (
            b"<r>" + b"<a %s/>" % b" ".join(b'x%d=""' % n for n in range(1_000)) * 11 + b"</r>",
            "_ATTRIBUTE_LIMIT",
            550_000,
        ),
    ],
    ids=["elements", "attributes"],
)
def test_more_elements_or_attributes_than_any_course_has_are_refused(
    xml: bytes, limit: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert getattr(xmltree, limit) < most
    # They are counted one by one, to a fiftieth of the most as to the limit, which takes seconds.
    monkeypatch.setattr(xmltree, limit, most // 50)
    assert parse(xml, "file.xml")
    monkeypatch.setattr(xmltree, limit, most // 50 - 1)
    assert refused(xml).code == "too_complex"


def test_a_prefix_that_is_not_declared_is_refused_with_its_place() -> None:
    invalid = refused(b"<a><adlcp:b/></a>")

    assert (invalid.code, invalid.line, invalid.column) == ("undeclared_prefix", 1, 4)
