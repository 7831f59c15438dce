"""Courses in a real browser: Chromium plays what an emulator serves."""

import contextlib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.browsers import CHROMIUM, FIND, chromium, until
from tests.support.emulators import ServedEmulator
from tests.support.environs import SAMPLES, application_environ, clean_environ
from tests.support.here import run_here
from tests.support.results import Run, runner

Page = Any
pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium"),
]
LAST_CALLS = """
api.LMSInitialize("");
let called = false;
TARGET.addEventListener("EVENT", () => {
  if (called) return;
  called = true;
  set("cmi.suspend_data", "x".repeat(4000));
  set("cmi.core.score.raw", "77");
  set("cmi.core.lesson_status", "passed");
  api.LMSFinish("");
});
"""


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[ServedEmulator]:
    """An emulator of the test's own: courses and registrations need no IDs of their own then."""
    with ServedEmulator(tmp_path / "emulator") as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def page(browser: Any) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def play(scloud: Run, tmp_path: Path, page: Page) -> Callable[..., Page]:
    """Register Ann for a course of pages with a script, and launch it; return the page."""

    def launch(script: str, *, pages: int = 1, redirect: str = "message") -> Page:
        package = tmp_path / "course.zip"
        write_package(package, script, pages)
        assert scloud("course", "import", str(package), "--id", "course").code == 0
        register(scloud)
        page.goto(launch_link(scloud, redirect))
        page.wait_for_function("frames[0] && frames[0].document.body.dataset.ready")
        return page

    return launch


def write_package(package: Path, script: str, pages: int) -> None:
    items = resources = ""
    with zipfile.ZipFile(package, "w") as file:
        for name in map(str, range(pages)):
            items += (
                f'<item identifier="i{name}" identifierref="r{name}"><title>T{name}</title></item>'
            )
            resources += (
                f'<resource identifier="r{name}" type="webcontent" adlcp:scormtype="sco" '
                f'href="{name}.html"/>'
            )
            ready = "document.body.dataset.ready = 'yes';"
            file.writestr(f"{name}.html", f"<body><script>{FIND}{script}{ready}</script></body>")
        file.writestr(
            "imsmanifest.xml",
            '<manifest identifier="m" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" '
            'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"><metadata><schema>ADL SCORM'
            "</schema><schemaversion>1.2</schemaversion></metadata>"
            '<organizations default="o"><organization identifier="o"><title>&lt;b&gt;</title>'
            f"{items}</organization></organizations><resources>{resources}</resources></manifest>",
        )


def register(scloud: Run) -> None:
    learner = ("--learner", "ann", "--first-name", "Ann", "--last-name", "Lee")
    create = ("registration", "create", "--course", "course", *learner, "--id", "ann")
    assert scloud(*create).code == 0


def launch_link(scloud: Run, redirect: str = "message") -> str:
    link = scloud("registration", "launch", "ann", "--redirect", redirect).json["launchLink"]
    return str(link)


def result(scloud: Run) -> Any:
    return scloud("registration", "show", "ann", "--children", "--runtime").json


def test_a_course_of_two_lessons_goes_on_by_itself_and_ends(scloud: Run, page: Page) -> None:
    package = str(SAMPLES / "two-scos.zip")
    assert scloud("course", "import", package, "--id", "course").code == 0
    register(scloud)
    page.goto(launch_link(scloud))
    assert page.get_by_role("button", name="Next").is_disabled()
    for heading in ("Lesson 1", "Lesson 2"):
        content = page.frame_locator("iframe")
        content.get_by_role("heading", name=heading).wait_for()
        content.get_by_role("button", name="Complete").click()
    page.get_by_text("The course has ended").wait_for()
    assert result(scloud)["registrationCompletion"] == "COMPLETED"


@pytest.mark.parametrize("event", ["unload", "beforeunload", "pagehide", "visibilitychange"])
@pytest.mark.parametrize("way", ["closed", "elsewhere", "again", "next"])
def test_what_content_calls_when_it_goes_arrives(
    scloud: Run, play: Callable[..., Page], event: str, way: str
) -> None:
    target = "document" if event == "visibilitychange" else "window"
    page = play(LAST_CALLS.replace("EVENT", event).replace("TARGET", target), pages=2)
    if way == "closed":
        page.close(run_before_unload=True)
    elif way == "elsewhere":
        page.goto("about:blank")
    elif way == "again":
        page.reload()
    else:
        page.get_by_role("button", name="Next").click()

    def first() -> Any:
        return result(scloud)["activityDetails"]["children"][0]

    until(lambda: first()["activitySuccess"] == "PASSED")
    assert first()["score"] == {"scaled": 77.0}
    assert (len(first()["runtime"]["suspendData"]), first()["attempts"]) == (4000, 1)


def test_what_is_called_while_the_network_is_away_arrives_later(
    scloud: Run, play: Callable[..., Page]
) -> None:
    page = play("api.LMSInitialize('');")
    content = page.frames[1]
    page.context.set_offline(True)
    assert content.evaluate("set('cmi.core.lesson_location', '7')") == "true"
    assert content.evaluate("api.LMSGetValue('cmi.core.lesson_location')") == "7"
    assert content.evaluate("set('cmi.suspend_data', 'x'.repeat(70000))") == "false"
    page.context.set_offline(False)

    def location() -> object:
        return result(scloud)["activityDetails"]["children"][0]["runtime"]["location"]

    until(lambda: location() == "7")


def test_a_second_launch_stops_the_first(
    scloud: Run, play: Callable[..., Page], browser: Any
) -> None:
    page = play("api.LMSInitialize('');")
    with contextlib.closing(browser.new_context()) as elsewhere:
        elsewhere.new_page().goto(launch_link(scloud))
        assert page.frames[1].evaluate("set('cmi.core.lesson_status', 'passed')") == "false"
        assert page.frames[1].evaluate("api.LMSGetLastError()") == "101"
        page.get_by_text("opened again elsewhere").wait_for()


def test_the_exit_leads_where_the_launch_says(scloud: Run, play: Callable[..., Page]) -> None:
    page = play("api.LMSInitialize('');", redirect="blank")
    page.frames[1].evaluate("set('cmi.core.lesson_status', 'passed') + api.LMSFinish('')")
    page.wait_for_url("about:blank")
    (launch,) = scloud("registration", "history", "ann").json
    assert launch["successStatus"] == "PASSED"
    assert "exitTime" in launch


def test_titles_are_texts(play: Callable[..., Page]) -> None:
    assert play("api.LMSInitialize('');", pages=2).title() == "<b>"


def test_content_in_a_window_of_its_own_finds_the_api(
    scloud: Run, play: Callable[..., Page]
) -> None:
    page = play("api.LMSInitialize('');")
    assert scloud("course", "config", "set", "course", "PlayerScoLaunchType=NEW_WINDOW").code == 0
    page.goto(launch_link(scloud))
    with page.expect_popup() as opening:
        page.get_by_role("button", name="Open").click()
    window = opening.value
    window.wait_for_function("document.body.dataset.ready")
    assert window.evaluate("set('cmi.core.lesson_status', 'passed')") == "true"
    window.close()
    until(lambda: "exitTime" in scloud("registration", "history", "ann").json[-1])
    assert result(scloud)["registrationSuccess"] == "PASSED"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Run]:
    """Run scloud for another emulator, the LMS of those that courses are lent to."""
    with ServedEmulator(tmp_path / "elsewhere") as served:
        environ = clean_environ(tmp_path) | application_environ(served.url)
        yield runner(run_here, environ, tmp_path)


def test_what_a_lent_course_says_at_its_end_is_told_at_the_next_launch(
    scloud: Run, elsewhere: Run, page: Page, tmp_path: Path
) -> None:
    calls = LAST_CALLS.replace("TARGET", "window").replace("EVENT", "pagehide")
    write_package(tmp_path / "course.zip", calls, 1)
    assert scloud("course", "import", "course.zip", "--id", "golf").code == 0
    acme = scloud("destination", "create", "Acme", "-o", "ids").out.strip()
    words = ("dispatch", "create", "--destination", acme, "--course", "golf", "-o", "ids")
    assert scloud("dispatch", "download", scloud(*words).out.strip(), "-O", "loan.zip").code == 0
    assert elsewhere("course", "import", "loan.zip", "--id", "course").code == 0
    register(elsewhere)
    page.goto(launch_link(elsewhere))
    content = page.frame_locator("iframe").frame_locator("iframe").frame_locator("iframe")
    content.locator("body[data-ready]").wait_for()
    page.goto("about:blank")
    until(lambda: scloud("registration", "list").json[0]["registrationSuccess"] == "PASSED")
    assert result(elsewhere)["registrationSuccess"] == "UNKNOWN"
    page.goto(launch_link(elsewhere))
    until(lambda: result(elsewhere)["registrationSuccess"] == "PASSED")
    assert result(elsewhere)["score"] == {"scaled": 77.0}


@pytest.mark.parametrize(
    ("sample", "kind"),
    [("scorm12", "SCORM_12"), ("scorm2004-4th", "SCORM_2004_4TH_EDITION"), ("aicc", "AICC")],
)
def test_a_course_that_is_lent_reports_to_both(
    scloud: Run, elsewhere: Run, page: Page, sample: str, kind: str
) -> None:
    assert scloud("course", "import", str(SAMPLES / f"{sample}.zip"), "--id", "golf").code == 0
    acme = scloud("destination", "create", "Acme", "-o", "ids").out.strip()
    words = ("dispatch", "create", "--destination", acme, "--course", "golf", "-o", "ids")
    loan = scloud(*words).out.strip()
    package = ("raw", "call", "GetDispatchZip", f"dispatchId={loan}", f"type={kind}")
    assert scloud(*package, "-O", "loan.zip").code == 0
    assert elsewhere("course", "import", "loan.zip", "--id", "course").code == 0
    register(elsewhere)

    page.goto(launch_link(elsewhere))
    content = page.frame_locator("iframe").frame_locator("iframe").frame_locator("iframe")
    content.get_by_text("Hello Lee, Ann").wait_for()
    content.get_by_label("Score").fill("85")
    content.get_by_role("button", name="Complete").click()

    until(lambda: result(elsewhere)["registrationCompletion"] == "COMPLETED")
    for api in ("v1", "v2"):
        told = result(elsewhere, api=api)
        assert (told["registrationSuccess"], told["score"]) == ("PASSED", {"scaled": 85.0})
    [lent] = scloud("registration", "list").json
    assert (lent["dispatchId"], lent["learner"]["id"]) == (loan, "ann")
    assert (lent["registrationSuccess"], lent["score"]) == ("PASSED", {"scaled": 85.0})
    for api in ("v1", "v2"):
        assert scloud("dispatch", "show", loan, "--api", api).json["registrationCount"] == 1
