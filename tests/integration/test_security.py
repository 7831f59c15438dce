"""What an emulator lets in on a developer's machine, where browsers open pages of anybody.

Requests are such as browsers make them: no page can change what they say of where they come from.
"""

import signal
import subprocess
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from scormcloud_cli.emulator.guard import Visitors, visitors
from tests.support.emulators import ServedEmulator
from tests.support.fixtures import NewId
from tests.support.processes import Processes
from tests.support.results import Run

PAIR = ("local", "local-secret")
# How browsers say that a page calls: one of another site, one of another port of this machine.
FOREIGN = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
NEIGHBOUR = {**FOREIGN, "Sec-Fetch-Site": "same-site"}
EVIL = "http://evil.example"
Sign = Callable[..., str]


@pytest.fixture
def browser() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, verify=False) as client:
        yield client


@pytest.fixture
def sign(scloud: Run) -> Sign:
    """Return the address of a signed call of v1, as any page can make it."""

    def signed(method: str, *values: str) -> str:
        url: str = scloud("raw", "sign", f"rustici.{method}", *values).json["url"]
        return url

    return signed


def status(url: str, host: str, path: str = "/api/v2/ping") -> int:
    """Return the status that a request is answered with that came to a name."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=10)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", host)
    connection.putheader("Authorization", "Basic bG9jYWw6bG9jYWwtc2VjcmV0")
    connection.endheaders()
    answered = connection.getresponse().status
    connection.close()
    return answered


# The name that a request came to


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LocalHost.", "[::1]", "a.localhost"])
def test_names_of_this_machine_are_answered(emulator: ServedEmulator, name: str) -> None:
    assert status(emulator.url, name) == 200
    assert status(emulator.url, f"{name}:8080") == 200


@pytest.mark.parametrize(
    "name",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "evillocalhost",
        "192.168.1.5",
        "0.0.0.0",
        "[",
        "",
    ],
)
@pytest.mark.parametrize("path", ["/api/v2/ping", "/", "/api?method=rustici.debug.ping"])
def test_a_name_that_leads_here_is_not_enough(
    emulator: ServedEmulator, name: str, path: str
) -> None:
    assert status(emulator.url, name, path) == 403


def test_content_is_not_read_by_another_name_either(emulator: ServedEmulator) -> None:
    assert status(emulator.content_url, "evil.example", "/player/content/guess/") == 403
    assert status(emulator.content_url, "127.0.0.1", "/player/content/guess/") == 404


def test_a_refused_name_is_told_in_the_form_of_the_api(
    emulator: ServedEmulator, browser: httpx.Client
) -> None:
    named = {"Host": "scloud:8080"}
    v2 = browser.post(f"{emulator.url}/api/v2/courses", content=b"x" * 100_000, headers=named)
    assert "--allow-host scloud" in v2.json()["message"]
    v1 = browser.get(f"{emulator.url}/api", headers=named)
    assert v1.text.startswith("<?xml")
    assert "--allow-host scloud" in v1.text


@pytest.mark.parametrize(
    ("let_in", "name", "answered"),
    [
        (visitors("127.0.0.1", ["Scloud"]), "scloud:8080", 200),
        (visitors("127.0.0.1", ["scloud"]), "other:8080", 403),
        (visitors("127.0.0.1"), "172.18.0.2:8080", 403),
        (visitors("0.0.0.0"), "172.18.0.2:8080", 200),
        (visitors("0.0.0.0"), "localhost:8080", 200),
        (visitors("0.0.0.0"), "evil.example:8080", 403),
        (visitors("build-7"), "build-7", 200),
    ],
)
def test_further_names_are_answered_where_told(
    tmp_path: Path, let_in: Visitors, name: str, answered: int
) -> None:
    with ServedEmulator(tmp_path, visitors=let_in) as served:
        assert status(served.url, name) == answered


# The page that a request comes from


@pytest.mark.parametrize("headers", [FOREIGN, NEIGHBOUR, {"Origin": EVIL}, {"Origin": "null"}])
def test_a_page_that_signs_a_call_deletes_nothing(
    browser: httpx.Client, sign: Sign, golf: str, scloud: Run, headers: dict[str, str]
) -> None:
    answer = browser.get(sign("course.deleteCourse", f"courseid={golf}"), headers=headers)
    assert (answer.status_code, 'stat="fail"' in answer.text) == (403, True)
    assert scloud("course", "exists", golf).code == 0


@pytest.mark.parametrize("headers", [FOREIGN, NEIGHBOUR, {"Origin": EVIL}])
@pytest.mark.parametrize("verb", ["GET", "POST", "DELETE", "OPTIONS"])
def test_a_page_cannot_call_v2(
    browser: httpx.Client, emulator: ServedEmulator, verb: str, headers: dict[str, str]
) -> None:
    answer = browser.request(verb, f"{emulator.url}/api/v2/courses", headers=headers, auth=PAIR)
    assert answer.status_code == 403
    assert "--allow-origin" in answer.json()["message"]


def test_a_page_cannot_open_a_call_that_changes_something(
    browser: httpx.Client, sign: Sign, golf: str
) -> None:
    opening = FOREIGN | {"Sec-Fetch-Mode": "navigate"}
    for query in (f"courseid={golf}", "method=rustici.registration.launch"):
        url = sign("course.deleteCourse", f"courseid={golf}") + "&" + query
        assert browser.get(url, headers=opening).text.count('stat="fail"') == 1
    url = f"{sign('course.deleteCourse', f'courseid={golf}')}"
    assert browser.post(url, headers=opening).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Mode": "cors"},  # what fetch() outside of browsers sends
        {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"},  # typed into the address bar
        {"Sec-Fetch-Site": "same-origin"},
        # Through the proxy of a development server, that the page itself comes from.
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost:5173"},
    ],
)
def test_who_is_no_page_of_another_origin_is_answered(
    browser: httpx.Client, emulator: ServedEmulator, headers: dict[str, str]
) -> None:
    answer = browser.get(f"{emulator.url}/api/v2/ping", headers=headers, auth=PAIR)
    assert answer.status_code == 200
    own = headers | {"Origin": emulator.url}
    assert browser.get(f"{emulator.url}/api/v2/ping", headers=own, auth=PAIR).status_code == 200


def test_pages_of_an_allowed_origin_may_call(tmp_path: Path, browser: httpx.Client) -> None:
    let_in = visitors("127.0.0.1", origins=["http://lms.example:3000"])
    with ServedEmulator(tmp_path, visitors=let_in) as served:
        call = f"{served.url}/api/v2/ping"
        for origin, answered in (("http://lms.example:3000", 200), ("http://lms.example", 403)):
            page = {"Sec-Fetch-Site": "cross-site", "Origin": origin}
            assert browser.get(call, headers=page, auth=PAIR).status_code == answered


def test_an_lms_may_send_its_users_to_a_signed_launch(
    browser: httpx.Client, sign: Sign, ann: str
) -> None:
    url = sign("registration.launch", f"regid={ann}", "redirecturl=closer")
    opening = FOREIGN | {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert browser.get(url, headers=opening).status_code == 302
    assert browser.get(url, headers=FOREIGN).status_code == 403  # as an image


# Content


@pytest.fixture
def launch_link(scloud: Run, ann: str, api: str) -> str:
    link: str = scloud("registration", "launch", ann, "--api", api).json["launchLink"]
    return link


def test_content_has_an_origin_of_its_own(
    emulator: ServedEmulator, browser: httpx.Client, launch_link: str, api: str
) -> None:
    # Over v1 it is a signed call that leads there.
    assert launch_link.startswith(emulator.content_url + "/") == (api == "v2")
    opening = FOREIGN | {"Sec-Fetch-Mode": "navigate"}
    page = browser.get(launch_link, headers=opening, follow_redirects=True)
    assert page.status_code == 200
    assert str(page.url).startswith(emulator.content_url + "/")
    elsewhere = str(page.url).replace(emulator.content_url, emulator.url)
    assert browser.get(elsewhere).status_code == 404


def test_content_cannot_call_the_apis(emulator: ServedEmulator, browser: httpx.Client) -> None:
    for path in ("/api/v2/courses", "/api?method=rustici.debug.ping"):
        page = NEIGHBOUR | {"Origin": emulator.content_url}
        assert browser.get(emulator.url + path, headers=page, auth=PAIR).status_code == 403
        assert browser.get(emulator.content_url + path, auth=PAIR).status_code == 404


def test_links_do_not_follow_the_name_that_was_called(
    emulator: ServedEmulator, browser: httpx.Client, ann: str
) -> None:
    answer = browser.post(
        f"{emulator.url}/api/v2/registrations/{ann}/launchLink",
        json={"redirectOnExitUrl": "closer"},
        headers={"Host": "evil.localhost:1"},
        auth=PAIR,
    )
    assert answer.json()["launchLink"].startswith(emulator.content_url + "/")


@pytest.mark.process
def test_serve_takes_what_a_container_needs(
    processes: Processes, tmp_path: Path, browser: httpx.Client, scloud: Run, new_id: NewId
) -> None:
    process, url = processes.serve(
        tmp_path,
        *("--host", "0.0.0.0", "--allow-host", "scloud", "--content-url", "http://localhost:8081"),
        *("--allow-origin", "http://localhost:3000/"),
        stderr=subprocess.PIPE,
    )
    assert url.startswith("http://127.0.0.1:")
    assert status(url, "scloud:8080") == 200
    assert status(url, "other:8080") == 403
    page = NEIGHBOUR | {"Origin": "http://localhost:3000"}
    assert browser.get(f"{url}/api/v2/ping", headers=page, auth=PAIR).status_code == 200
    environ = {"SCLOUD_BASE_URL": url}
    course = new_id("golf")
    sample = str(Path(__file__).parents[1] / "samples" / "scorm12.zip")
    assert scloud("course", "import", sample, "--id", course, environ=environ).code == 0
    link = scloud("course", "preview", course, environ=environ).json["launchLink"]
    assert link.startswith("http://localhost:8081/")
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=20)
    assert "content are at http://localhost:8081" in told


@pytest.mark.parametrize(
    "options",
    [
        ("--content-url", "localhost:8081"),
        ("--content-url", "http://localhost:8081/player"),
        ("--allow-origin", "*"),
        ("--allow-origin", "http://a:99999"),
    ],
)
def test_serve_refuses_what_is_no_origin(scloud: Run, options: tuple[str, str]) -> None:
    done = scloud("emulator", "serve", *options)
    assert done.code == 2
    assert "http://localhost:8081" in done.err
