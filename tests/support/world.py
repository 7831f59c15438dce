"""A small SCORM Cloud in which every example of scloud's help has what it names."""

import json
import shutil
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scormcloud_cli.api.applications import Application
from scormcloud_cli.api.cloud import Cloud
from scormcloud_cli.api.courses import Courses
from scormcloud_cli.api.credentials import Credentials
from scormcloud_cli.api.destinations import DestinationChange
from scormcloud_cli.api.dispatches import DispatchChange
from scormcloud_cli.api.invitations import NewInvitation
from scormcloud_cli.api.messages import Upload
from scormcloud_cli.api.registrations import NewRegistration
from scormcloud_cli.api.transport import Transport
from scormcloud_cli.api.xapi import Endpoint, XapiCredentialChange
from scormcloud_cli.emulator.app import create_app
from scormcloud_cli.emulator.faults import Rule, Rules
from scormcloud_cli.emulator.service import PAGE_SIZE, Emulator
from tests.support.emulators import ThreadedServer, give_key
from tests.support.environs import SAMPLES, application_environ, clean_environ
from tests.support.here import run_here

LOCAL = Credentials("local", "local-secret")
MANAGER = Credentials("local-manager", "local-manager-secret")
PLATFORM = {
    "clientId": "acme",
    "platformIssuerIdentifier": "https://lms.acme.example",
    "deploymentId": "1",
    "oidcAuthorizationEndpoint": "https://lms.acme.example/authorize",
    "jsonWebKeySetUrl": "https://lms.acme.example/keys",
}


class World:
    """An emulator that is as it was at first whenever that is asked for, and what stands in it.

    Args:
        folder: where it keeps its data.
        page_size: how many things a page of a list holds.
    """

    def __init__(self, folder: Path, page_size: int = PAGE_SIZE) -> None:
        self._folder = folder
        self._page_size = page_size
        self.package = folder / "golf.zip"
        self._emulator: Emulator | None = None
        self._app: ASGIApp | None = None
        self._may_have_changed = True
        self._server = ThreadedServer(self.answer)
        self.url = self._server.url
        # The IDs that the service chooses, by the group of commands that takes them.
        self.ids: dict[str, tuple[str, ...]] = {}
        folder.mkdir(parents=True, exist_ok=True)
        _make_package(self.package)
        self._open(folder / "first")
        with closing(Transport()) as self._transport:
            self._fill()
        self._back_up()
        self._close()

    def reset(self) -> None:
        """Make everything as it was at first."""
        if self._emulator is None or self._may_have_changed:
            self._close()
            _make_alike(self._folder / "first", self._folder / "now")
            self._open(self._folder / "now")

    def fail(self, *rules: Rule) -> None:
        """Fail on purpose from now on, by these rules or not at all."""
        assert self._emulator is not None
        self._may_have_changed = True
        self._app = create_app(self._emulator, self._server.content_port, faults=Rules(rules))

    def stop(self) -> None:
        """Stop answering."""
        self._server.stop()
        self._close()

    def put_files(self, folder: Path) -> None:
        """Put down the files that examples name."""
        (folder / "build").mkdir()
        for name in ("golf", "build"):
            with zipfile.ZipFile(self.package) as package:
                package.extractall(folder / name)
        for name in ("pkg.zip", "golf.zip", "build/one.zip", "build/two.zip"):
            shutil.copy(self.package, folder / name)
        shutil.copytree(self._folder / "academy", folder / "academy")
        for name, text in {
            "style.css": "p { color: green }",
            "extra.js": "// extra",
            "connector.json": '{"bucket": "courses"}',
            "platform.json": json.dumps(PLATFORM),
            "addresses.txt": "eve@example.org\n",
            "secret.txt": "local-secret\n",
            "learners.csv": "courseId,learnerId\ngolf,ann@example.org\ngolf,new@example.org\n",
            "faults.toml": '[[rule]]\nstatus = 503\noperations = ["GetAbout"]\n',
        }.items():
            (folder / name).write_text(text)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, as an ASGI application."""
        path = scope.get("path", "")
        if not path.startswith("/api/v2/"):  # over v1 nobody knows by the request
            self._may_have_changed = True
        elif scope["method"] != "GET":
            send = self._noting(send)
        answer: ASGIApp | None = self._app
        if path == "/hook":  # takes every postback
            await Request(scope, receive).body()
            answer = Response(status_code=200)
        elif path == "/tennis.zip":
            answer = FileResponse(self.package)
        assert answer is not None
        await answer(scope, receive, send)

    def _noting(self, send: Send) -> Send:
        """Note when a request that would change something is answered with a yes."""

        async def send_noted(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 400:
                self._may_have_changed = True
            await send(message)

        return send_noted

    def _open(self, folder: Path) -> None:
        give_key(folder)
        self.database = folder / "emulator.sqlite3"
        self._emulator = Emulator(
            folder,
            page_size=self._page_size,
            content_url=self._server.content_url,
            allow_local_fetch=True,
        )
        self._app = create_app(self._emulator, self._server.content_port)
        self._may_have_changed = False

    def _close(self) -> None:
        if self._emulator is not None:
            self._emulator.close()
            self._emulator = None

    def _fill(self) -> None:
        cloud = Cloud(self.url, LOCAL, api="v2", transport=self._transport)
        v1 = Cloud(self.url, LOCAL, api="v1", transport=self._transport)
        manager = Cloud(self.url, MANAGER, api="v2", transport=self._transport)
        job = self._import(cloud.courses, "golf")
        self._import(cloud.courses, "golf")
        self._import(cloud.courses, "golf-old")
        cloud.courses.tags.add("golf-old", ["old"])
        for learner in ("ann", "bob"):
            new = NewRegistration(
                id=f"golf-{learner}", course_id="golf", learner_id=f"{learner}@example.org"
            )
            cloud.registrations.create(new)
        cloud.registrations.new_instance("golf-ann")
        for destination, tag in (("acme", "emea"), ("late", "late")):
            wanted = DestinationChange(name=destination, tags=(tag,), lti13_data=PLATFORM)
            cloud.destinations.create(destination, wanted)
            cloud.dispatches.create(
                f"golf-at-{destination}", destination, "golf", DispatchChange(enabled=True), ["old"]
            )
        invitation = NewInvitation(
            course_id="golf", creator="boss@example.org", addresses=("eve@example.org",)
        )
        invitations = [cloud.invitations.create(invitation)]
        invitations.append(cloud.invitations.create(replace(invitation, addresses=None)))
        app: Application = manager.applications.create("Demo")
        manager.applications.create("Old")
        export = v1.exports.start()
        self.ids = {
            "app": (app.id,),
            "app credential": (app.id, manager.applications.create_credential(app.id, "CI").id),
            "connector": (cloud.connectors.create("TYPE", {}, True),),
            "course": ("golf", "golf-old"),
            "course job": (job,),
            "course upload-area": (self._put_uploaded(v1),),
            "destination": ("acme", "late"),
            "dispatch": ("golf-at-acme", "golf-at-late"),
            "invitation": tuple(invitations),
            "learner": ("ann@example.org", "bob@example.org"),
            "registration": ("golf-ann", "golf-bob"),
            "report export": (export,),
            "xapi credential": (cloud.xapi.create_credential(XapiCredentialChange(name="CI")).id,),
            "xapi pipe": (cloud.xapi.create_pipe(None, Endpoint("https://lrs.example/xapi")),),
        }
        v1.xapi.set_callback_url("https://lms.example/lrs-auth")
        _wait(lambda: v1.exports.get(export).status == "complete")
        _wait(lambda: cloud.invitations.job(invitations[0]).status == "COMPLETE")

    def _back_up(self) -> None:
        """Save it all, for examples that restore it."""
        environ = clean_environ(self._folder) | application_environ(self.url)
        saved = run_here(["backup", "academy", "--quiet"], environ=environ, folder=self._folder)
        assert saved.code == 0, saved.err

    def _import(self, courses: Courses, course_id: str) -> str:
        with self.package.open("rb") as file:
            upload = Upload("file", file, "golf.zip")
            job = courses.import_file(course_id, upload, new_version=True)
        _wait(lambda: courses.job(job).status == "COMPLETE")
        return job

    def _put_uploaded(self, v1: Cloud) -> str:
        with self.package.open("rb") as file:
            return v1.upload_area.put(Upload("filedata", file, "golf.zip"))


def _make_package(target: Path) -> None:
    shutil.copy(SAMPLES / "scorm12.zip", target)
    with zipfile.ZipFile(target, "a") as package:
        package.writestr("old.js", "// old")
        package.writestr("shared/style.css", "p { color: red }")


def _make_alike(source: Path, target: Path) -> None:
    """Make a folder hold what another does; what is there already is left, for it takes long."""
    files = {path.relative_to(source): path for path in source.rglob("*") if path.is_file()}
    for path in target.rglob("*"):
        if path.is_file() and path.relative_to(target) not in files:
            path.unlink()
    for place, path in files.items():
        copy = target / place
        copy.parent.mkdir(parents=True, exist_ok=True)
        if not copy.exists() or copy.stat().st_mtime_ns != path.stat().st_mtime_ns:
            shutil.copy2(path, copy)


def _wait(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.01)
