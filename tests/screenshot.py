"""``python -m tests.screenshot`` makes docs/images/player.png anew: a sample course, played."""

import tempfile
from pathlib import Path

from tests.support.browsers import chromium
from tests.support.emulators import ServedEmulator
from tests.support.environs import ROOT, application_environ, clean_environ
from tests.support.here import run_here

TARGET = ROOT / "docs" / "images" / "player.png"
# The settings that give a course of one lesson the bar and the table of contents.
SHOWN = ("PlayerShowNavBar=true", "PlayerShowCourseStructure=true")
LEARNER = ("--learner", "ann", "--first-name", "Ann", "--last-name", "Lee", "--id", "ann")


def main() -> None:
    """Take the picture."""
    with tempfile.TemporaryDirectory() as name, ServedEmulator(Path(name, "data")) as served:
        environ = clean_environ(Path(name)) | application_environ(served.url)

        def scloud(*arguments: str) -> str:
            return run_here(arguments, environ=environ, folder=Path(name)).out

        scloud("emulator", "sample", "--id", "passwords")
        scloud("course", "config", "set", "passwords", *SHOWN)
        scloud("registration", "create", "--course", "passwords", *LEARNER)
        link = scloud("registration", "launch", "ann", "-o", "csv", "--fields", "launchLink")
        with chromium() as browser:
            page = browser.new_page(viewport={"width": 1000, "height": 560})
            page.goto(link.split()[1])
            lesson = page.frame_locator("iframe")
            lesson.get_by_label("otter tax balcony noun").check()
            lesson.get_by_label("all accounts with the same password").check()
            lesson.get_by_role("button", name="Hand in").click()
            lesson.get_by_text("100 of 100 points").wait_for()
            page.screenshot(path=TARGET)


if __name__ == "__main__":
    main()
