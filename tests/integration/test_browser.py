"""Courses in a real browser: Chromium plays what an emulator serves."""

import contextlib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.browsers import FIND, IN_A_BROWSER, chromium, until
from tests.support.emulators import ServedEmulator
from tests.support.environs import SAMPLES, application_environ, clean_environ
from tests.support.here import run_here
from tests.support.results import Run, runner

Page = Any
pytestmark = IN_A_BROWSER
# Whether the content of a page has run.
READY = "frames[0]?.document.body?.dataset.ready"
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
        page.wait_for_function(READY)
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


def result(scloud: Run, *, api: str = "v2") -> Any:
    return scloud("registration", "show", "ann", "--children", "--runtime", "--api", api).json


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


def test_a_course_of_aicc_ends_when_its_content_says_so(scloud: Run, page: Page) -> None:
    assert scloud("course", "import", str(SAMPLES / "aicc.zip"), "--id", "course").code == 0
    register(scloud)
    page.goto(launch_link(scloud))
    content = page.frame_locator("iframe")
    content.get_by_text("Hello Ann Lee").or_(content.get_by_text("Hello Lee, Ann")).wait_for()
    content.get_by_role("button", name="Complete").click()
    page.get_by_text("The course has ended").wait_for()
    assert "exitTime" in scloud("registration", "history", "ann").json[-1]
    assert result(scloud)["registrationSuccess"] == "PASSED"


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


def test_the_page_says_that_the_emulator_is_away_and_goes_on_when_it_is_back(
    scloud: Run, play: Callable[..., Page]
) -> None:
    page = play("api.LMSInitialize('');", pages=2)
    away = page.get_by_text("The emulator cannot be reached")
    page.context.set_offline(True)
    page.frames[1].evaluate("set('cmi.core.lesson_status', 'passed')")
    away.wait_for()
    page.get_by_role("button", name="Next").click()
    page.context.set_offline(False)
    page.locator("[aria-current]", has_text="T1").wait_for()
    away.wait_for(state="hidden")
    first = result(scloud)["activityDetails"]["children"][0]
    assert first["activitySuccess"] == "PASSED"


def test_a_browser_is_told_in_a_page_what_cannot_be_opened(
    scloud: Run, page: Page, play: Callable[..., Page]
) -> None:
    address = play("api.LMSInitialize('');").url
    assert page.goto(address + "x").status == 404
    page.get_by_role("heading", name="This cannot be opened").wait_for()
    page.get_by_text("Ask for a new link").wait_for()
    assert page.evaluate(CONTRAST) >= 4.5


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


def configure(scloud: Run, *settings: str) -> None:
    assert scloud("course", "config", "set", "course", *settings).code == 0


def opened_by(page: Page, act: Callable[[], object]) -> Page:
    """Return the window that something opens, once content has run in it."""
    with page.expect_popup() as opening:
        act()
    return opening.value


@pytest.mark.parametrize("after_click", [True, False])
def test_content_in_a_window_of_its_own_finds_the_api(
    scloud: Run, play: Callable[..., Page], after_click: bool
) -> None:
    page = play("api.LMSInitialize('');")
    kind = "NEW_WINDOW_AFTER_CLICK_WITHOUT_BROWSER_TOOLBAR" if after_click else "NEW_WINDOW"
    sizes = ("PlayerDesiredWidth=700", "PlayerDesiredHeight=500")
    configure(scloud, f"PlayerScoLaunchType={kind}", *sizes)
    link = launch_link(scloud)
    if after_click:
        page.goto(link)
        window = opened_by(page, page.get_by_role("button", name="Open").click)
        assert window.evaluate("[innerWidth, innerHeight]") == [700, 500]
    else:
        window = opened_by(page, lambda: page.goto(link))
    window.wait_for_function("document.body?.dataset.ready")
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


def outcome(told: Any) -> tuple[str, str, Any]:
    return told["registrationCompletion"], told["registrationSuccess"], told.get("score")


def lend(scloud: Run) -> str:
    """Dispatch the course `golf`; return the ID of the dispatch."""
    acme = scloud("destination", "create", "Acme", "-o", "ids").out.strip()
    words = ("dispatch", "create", "--destination", acme, "--course", "golf", "-o", "ids")
    return scloud(*words).out.strip()


def test_what_is_lent_plays_without_an_lms(scloud: Run, page: Page, tmp_path: Path) -> None:
    assert scloud("course", "import", str(SAMPLES / "scorm12.zip"), "--id", "golf").code == 0
    assert scloud("dispatch", "download", lend(scloud), "-O", "loan.zip").code == 0
    with zipfile.ZipFile(tmp_path / "loan.zip") as package:
        package.extractall(tmp_path / "loan")
    page.goto((tmp_path / "loan" / "launch.html").as_uri())
    content = page.frame_locator("iframe").frame_locator("iframe")
    content.get_by_label("Score").fill("85")
    content.get_by_role("button", name="Complete").click()
    until(lambda: scloud("registration", "list").json[0]["registrationSuccess"] == "PASSED")


def test_what_a_lent_course_says_at_its_end_is_told_at_the_next_launch(
    scloud: Run, elsewhere: Run, page: Page, tmp_path: Path
) -> None:
    calls = LAST_CALLS.replace("TARGET", "window").replace("EVENT", "pagehide")
    write_package(tmp_path / "course.zip", calls, 1)
    assert scloud("course", "import", "course.zip", "--id", "golf").code == 0
    assert scloud("dispatch", "download", lend(scloud), "-O", "loan.zip").code == 0
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
    loan = lend(scloud)
    package = ("raw", "call", "GetDispatchZip", f"dispatchId={loan}", f"type={kind}")
    assert scloud(*package, "-O", "loan.zip").code == 0
    assert elsewhere("course", "import", "loan.zip", "--id", "course").code == 0
    register(elsewhere)

    page.goto(launch_link(elsewhere))
    content = page.frame_locator("iframe").frame_locator("iframe").frame_locator("iframe")
    content.get_by_text("Hello Lee, Ann").wait_for()
    content.get_by_label("Score").fill("85")
    content.get_by_role("button", name="Complete").click()

    passed = ("COMPLETED", "PASSED", {"scaled": 85.0})
    until(lambda: outcome(result(elsewhere)) == passed)
    assert outcome(result(elsewhere, api="v1")) == passed
    [lent] = scloud("registration", "list").json
    assert (lent["dispatchId"], lent["learner"]["id"]) == (loan, "ann")
    assert outcome(lent) == passed
    for api in ("v1", "v2"):
        assert scloud("dispatch", "show", loan, "--api", api).json["registrationCount"] == 1


def test_the_player_in_a_window_of_its_own_leads_back_when_it_is_exited(
    scloud: Run, play: Callable[..., Page]
) -> None:
    page = play("api.LMSInitialize('');", pages=2)
    configure(scloud, "PlayerLaunchType=NEW_WINDOW_AFTER_CLICK")
    page.goto(launch_link(scloud, "blank"))
    window = opened_by(page, page.get_by_role("button", name="Open").click)
    window.wait_for_function(READY)
    assert window.frames[1].evaluate("set('cmi.core.lesson_status', 'passed')") == "true"
    window.get_by_role("button", name="Exit").click()
    page.wait_for_url("about:blank")
    assert window.is_closed()
    assert "exitTime" in scloud("registration", "history", "ann").json[-1]


@pytest.mark.parametrize(
    ("action", "said", "ends"),
    [
        ("EXIT_COURSE", "The course has ended", True),
        ("EXIT_COURSE_AFTER_CONFIRM", "Do you want to exit the course?", False),
        ("DISPLAY_MESSAGE", "This part has ended", False),
        ("DO_NOTHING", "", False),
        ("GO_TO_NEXT_SCO", "", False),
    ],
)
def test_what_comes_after_content_is_what_the_settings_say(
    scloud: Run, play: Callable[..., Page], action: str, said: str, ends: bool
) -> None:
    page = play("api.LMSInitialize('');", pages=2)
    configure(scloud, f"PlayerIntermediateScoSatisfiedNormalExitAction={action}")
    page.goto(launch_link(scloud))
    page.wait_for_function(READY)
    page.frames[1].evaluate("set('cmi.core.lesson_status', 'passed') + api.LMSFinish('')")
    if said:
        page.get_by_text(said).wait_for()
    elif action == "GO_TO_NEXT_SCO":
        page.locator("[aria-current]", has_text="T1").wait_for()
    else:
        page.locator("#contents:not(:has([aria-current]))").wait_for()
    if "CONFIRM" in action:
        page.get_by_role("button", name="Exit the course").click()
        page.get_by_text("The course has ended").wait_for()
    assert page.locator("#bar").is_hidden() is (ends or "CONFIRM" in action)


def test_the_page_shows_what_the_settings_ask_for(scloud: Run, play: Callable[..., Page]) -> None:
    page = play("api.LMSInitialize('');", pages=2)
    on = ("ShowProgressBar", "ShowHelp", "ShowCloseItem")
    off = ("ShowTitleBar", "ShowFinishButton", "EnableChoiceNav", "CourseStructureStartsOpen")
    configure(scloud, *(f"Player{name}=true" for name in on))
    configure(scloud, *(f"Player{name}=false" for name in off))
    page.goto(launch_link(scloud))
    page.wait_for_function(READY)
    for name in ("heading", "navigation"):
        assert page.get_by_role(name).count() == 0
    assert page.get_by_role("button", name="Exit").count() == 0
    page.frames[1].evaluate("set('cmi.core.lesson_status', 'passed')")
    page.get_by_role("button", name="Help").click()
    page.get_by_text("what is done so far is kept").wait_for()
    page.get_by_role("button", name="Contents").click()
    contents = page.get_by_role("navigation", name="Contents")
    assert contents.get_by_role("listitem").all_text_contents()[-2:] == ["T0", "T1"]
    assert contents.get_by_role("button").count() == 0
    page.get_by_role("button", name="Close item").click()
    contents.get_by_text("T0 (passed)").wait_for()
    assert page.get_by_role("progressbar").evaluate("bar => bar.value") == 0.5


# The least contrast between text and what is behind it, of all that is shown: 4.5 is AA.
CONTRAST = """() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const behind = (element) => {
    const color = rgba(getComputedStyle(element).backgroundColor);
    return color[3] ? color : behind(element.parentElement);
  };
  const luminance = ([r, g, b]) => [r, g, b].map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const contrasts = [...document.querySelectorAll("h1, button, li *, #message p, #guide")]
    .filter((one) => one.textContent && one.checkVisibility())
    .map((one) => [rgba(getComputedStyle(one).color), behind(one)].map(luminance).sort())
    .map((pair) => (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05));
  return Math.min(...contrasts);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_can_be_read_in_light_and_dark(play: Callable[..., Page], scheme: str) -> None:
    page = play("api.LMSInitialize(''); set('cmi.core.lesson_status', 'incomplete');", pages=3)
    page.emulate_media(color_scheme=scheme)
    page.get_by_role("button", name="Next").click()
    page.get_by_text("T0 (incomplete)").wait_for()
    assert page.evaluate(CONTRAST) >= 4.5
    page.get_by_role("button", name="Exit").click()
    page.get_by_text("The course has ended").wait_for()
    assert page.evaluate(CONTRAST) >= 4.5


def test_the_page_has_landmarks_and_is_played_by_keyboard(play: Callable[..., Page]) -> None:
    page = play("api.LMSInitialize('');", pages=3)
    for role in ("banner", "navigation", "main"):
        assert page.get_by_role(role).count() == 1
    assert page.locator("[aria-current]").text_content() == "T0"
    page.get_by_role("button", name="Next").focus()
    page.keyboard.press("Enter")
    page.locator("[aria-current]", has_text="T1").wait_for()
    page.wait_for_function("document.activeElement instanceof HTMLIFrameElement")
    page.get_by_role("button", name="T2").focus()
    page.keyboard.press("Space")
    page.locator("[aria-current]", has_text="T2").wait_for()
    page.wait_for_function("document.activeElement instanceof HTMLIFrameElement")
    page.get_by_role("button", name="Exit").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'message'")


def test_the_page_fits_a_phone(scloud: Run, play: Callable[..., Page]) -> None:
    page = play("api.LMSInitialize('');", pages=3)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(launch_link(scloud))
    page.wait_for_function(READY)
    contents = page.get_by_role("navigation")
    assert contents.count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.locator("iframe").bounding_box()["height"] > 400
    page.get_by_role("button", name="Contents").click()
    assert contents.bounding_box()["width"] == 320
    heights = [button.bounding_box()["height"] for button in page.get_by_role("button").all()]
    assert min(heights) >= 24


# Silence: a frame of MPEG 1 layer III, 128 kbit/s at 44.1 kHz.
FRAME = bytes.fromhex("fffb9064") + bytes(413)
FRAME_SECONDS = 1152 / 44100
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>"


def open_medium(scloud: Run, page: Page, file: Path, content: bytes) -> Any:
    """Import a medium, launch it for Ann, and return the frame that shows it."""
    file.write_bytes(content)
    assert scloud("course", "import", str(file), "--id", "course").code == 0
    register(scloud)
    return launch_medium(scloud, page)


def launch_medium(scloud: Run, page: Page) -> Any:
    page.goto(launch_link(scloud))
    page.wait_for_function("frames[0]?.document.querySelector('#medium')")
    return page.frames[1]


@pytest.fixture
def song(scloud: Run, page: Page, tmp_path: Path) -> Any:
    """The frame that shows an audio of four seconds."""
    frames = round(4 / FRAME_SECONDS)
    shown = open_medium(scloud, page, tmp_path / "song.mp3", FRAME * frames)
    shown.wait_for_function("medium.duration > 3.9")
    return shown


def play_song(shown: Any, until: str) -> None:
    shown.evaluate("medium.muted = true; medium.playbackRate = 8; medium.play()")
    shown.wait_for_function(until)
    shown.evaluate("medium.pause()")


def test_an_audio_is_complete_when_it_was_played(scloud: Run, song: Any) -> None:
    play_song(song, "medium.ended")
    until(lambda: result(scloud)["registrationCompletion"] == "COMPLETED")
    for api in ("v1", "v2"):
        told = result(scloud, api=api)
        assert (told["registrationCompletion"], told["registrationSuccess"]) == (
            "COMPLETED",
            "UNKNOWN",
        )


def test_an_audio_that_was_skipped_is_not_complete(scloud: Run, song: Any) -> None:
    song.evaluate("medium.currentTime = 3.8")
    play_song(song, "medium.ended")
    until(lambda: result(scloud)["registrationCompletion"] == "INCOMPLETE")
    assert result(scloud)["registrationCompletionAmount"] < 0.2


@pytest.mark.parametrize("way", ["exited", "closed"])
def test_an_audio_goes_on_where_it_was_left(
    scloud: Run, song: Any, page: Page, browser: Any, way: str
) -> None:
    play_song(song, "medium.currentTime > 2")
    if way == "exited":
        page.get_by_role("button", name="Exit").click()
        page.get_by_text("The course has ended").wait_for()
    else:
        page.close(run_before_unload=True)
    until(lambda: "exitTime" in scloud("registration", "history", "ann").json[-1])
    with contextlib.closing(browser.new_context()) as later:
        shown = launch_medium(scloud, later.new_page())
        shown.wait_for_function("medium.currentTime > 1.5")
        play_song(shown, "medium.ended")
        until(lambda: result(scloud)["registrationCompletion"] == "COMPLETED")
    assert result(scloud)["activityDetails"]["attempts"] == 1


def test_a_pdf_is_complete_when_it_was_opened(scloud: Run, page: Page, tmp_path: Path) -> None:
    open_medium(scloud, page, tmp_path / "paper.pdf", PDF)
    until(lambda: result(scloud)["registrationCompletion"] == "COMPLETED")


def test_a_tab_that_is_closed_in_the_second_lesson_loses_neither(
    scloud: Run, play: Callable[..., Page]
) -> None:
    page = play("api.LMSInitialize('');", pages=2)
    page.frames[1].evaluate("set('cmi.core.lesson_status', 'passed')")
    page.get_by_role("button", name="Next").click()
    page.locator('iframe[title="T1"]').content_frame.locator("body[data-ready]").wait_for()
    page.frames[1].evaluate("set('cmi.core.lesson_status', 'failed')")
    page.close(run_before_unload=True)
    until(lambda: "exitTime" in scloud("registration", "history", "ann").json[-1])
    lessons = result(scloud)["activityDetails"]["children"]
    assert [lesson["activitySuccess"] for lesson in lessons] == ["PASSED", "FAILED"]


def test_on_a_phone_the_table_of_contents_comes_when_it_is_asked_for(
    play: Callable[..., Page],
) -> None:
    page = play("api.LMSInitialize('');", pages=2)
    page.set_viewport_size({"width": 390, "height": 844})
    contents = page.get_by_role("navigation")
    assert not contents.is_visible()
    page.get_by_role("button", name="Contents").click()
    contents.get_by_role("button", name="T1").click()
    page.locator('iframe[title="T1"]').wait_for()
    assert not contents.is_visible()
