import io
from email.parser import BytesParser
from email.policy import HTTP

from scormcloud_cli.api.multipart import Form


def parsed(form: Form) -> list[tuple[str | None, str | None, bytes]]:
    """Return name, file name and content of each part, as another library reads them."""
    head = f"Content-Type: {form.content_type}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + b"".join(form))
    found: list[tuple[str | None, str | None, bytes]] = []
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        found.append((str(name), part.get_filename(), content))
    return found


def test_fields_and_file_arrive_as_they_were() -> None:
    form = Form([("a", "1"), ("b", "é")], "file", io.BytesIO(b"PK\r\n--\x00"), "x.zip", "a/b")
    assert parsed(form) == [
        ("a", None, b"1"),
        ("b", None, "é".encode()),
        ("file", "x.zip", b"PK\r\n--\x00"),
    ]


def test_its_length_is_known_beforehand() -> None:
    form = Form([("a", "1")], "file", io.BytesIO(bytes(700_000)), "x.zip", "application/zip")
    assert form.length == len(b"".join(form))


def test_it_can_be_sent_again_from_the_beginning() -> None:
    form = Form([], "file", io.BytesIO(b"abc"), "x.zip", "application/zip")
    assert b"".join(form) == b"".join(form)


def test_a_name_cannot_end_its_quotes_or_its_line() -> None:
    form = Form([], "file", io.BytesIO(b""), 'a"\r\nX: y.zip', "application/zip")
    assert b'filename="a%22%0D%0AX: y.zip"' in b"".join(form)
