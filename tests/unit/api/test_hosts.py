import pytest

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.api.hosts import checked_base_url
from scormcloud_cli.api.loopback import is_loopback


@pytest.mark.parametrize("host", ["localhost", "a.localhost", "127.0.0.1", "127.9.9.9", "[::1]"])
def test_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["example.org", "10.0.0.1", "127.0.0.1.example.org", "localhost.org"]
)
def test_other_machines(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://cloud.scorm.com/", "https://cloud.scorm.com"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("https://example.org/cloud", "https://example.org/cloud"),
    ],
)
def test_base_urls_that_credentials_are_sent_to(url: str, taken: str) -> None:
    assert checked_base_url(url) == taken


@pytest.mark.parametrize(
    "url",
    [
        "http://cloud.scorm.com",
        "cloud.scorm.com",
        "ftp://cloud.scorm.com",
        "https://",
        "https://user:secret@cloud.scorm.com",
        "https://cloud.scorm.com?a=1",
        "https://[cloud",
        "https://cloud.scorm.com:port",
        "https://user:secret@cloud.scorm.com:99999",
        "https://cloud scorm.com",
        "https://cloud..scorm.com",
    ],
)
def test_base_urls_that_they_are_not_sent_to(url: str) -> None:
    with pytest.raises(UsageError) as refused:
        checked_base_url(url)
    assert "secret" not in refused.value.message
