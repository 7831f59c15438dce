import pytest

from scormcloud_cli.api.messages import Answer, as_parameter


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="golf.zip"', "golf.zip"),
        ("attachment; filename=golf.zip", "golf.zip"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\x\\\\golf.zip"', "golf.zip"),
        ('attachment; filename="folder/"', None),
        ("attachment", None),
    ],
)
def test_the_file_name_has_no_folder(header: str, name: str | None) -> None:
    assert Answer(200, {"content-disposition": header}, b"").file_name == name


def test_the_content_type_comes_without_parameters() -> None:
    headers = {"content-type": "Application/JSON; charset=utf-8"}
    assert Answer(200, headers, b"").content_type == "application/json"
    assert Answer(200, {}, b"").content_type == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "true"), (False, "false"), (3, "3"), ("a b", "a b"), (["a", 1, True], "a,1,true")],
)
def test_a_value_as_it_travels(value: object, text: str) -> None:
    assert as_parameter(value) == text
