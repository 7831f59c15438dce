"""Every method of v1, signed and called over HTTP, with arguments that mean something."""

import io
import time
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from scormcloud_cli.api import V1
from scormcloud_cli.api.catalog import operation, operations
from scormcloud_cli.api.credentials import Credentials
from scormcloud_cli.api.errors import CloudError, ServiceRefused
from scormcloud_cli.api.messages import Upload
from scormcloud_cli.api.transport import Transport
from scormcloud_cli.api.v1.client import Client
from tests.contract.test_every_operation import files as files  # a fixture
from tests.support.emulators import ServedEmulator
from tests.support.environs import SAMPLES


class Caller:
    """Calls methods with one pair, and notes which."""

    def __init__(
        self, url: str, pair: tuple[str, str], transport: Transport, called: set[str]
    ) -> None:
        self._client = Client(url, Credentials(*pair), transport)
        self._called = called

    def __call__(self, name: str, upload: bytes | None = None, /, **values: Any) -> Element:
        name = "rustici." + name
        self._called.add(name)
        sent = None
        if upload is not None:
            field = operation(V1, name).file_field or "filedata"
            sent = Upload(field, io.BytesIO(upload), "package.zip")
        return self._client.call(name, values, upload=sent)

    def text(self, name: str, path: str, /, **values: Any) -> str:
        """Call a method; return the text of one element of its answer."""
        return (self(name, **values).findtext(path) or "").strip()

    def file(self, name: str, /, **values: Any) -> bytes:
        """Call a method that answers with a file."""
        self._called.add("rustici." + name)
        sink = io.BytesIO()
        self._client.download("rustici." + name, values, sink)
        return sink.getvalue()

    def location(self, name: str, /, **values: Any) -> str:
        """Call a method that answers with a redirect."""
        self._called.add("rustici." + name)
        return self._client.location("rustici." + name, values)

    def is_off(self, name: str, /, **values: Any) -> None:
        """Call a method of what one machine has not."""
        with pytest.raises(ServiceRefused, match="is switched off"):
            self(name, **values)


@pytest.fixture
def transport() -> Iterator[Transport]:
    transport = Transport()
    yield transport
    transport.close()


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedEmulator]:
    with ServedEmulator(tmp_path_factory.mktemp("contract")) as served:
        yield served


PACKAGE = (SAMPLES / "scorm12.zip").read_bytes()


def finished(call: Caller, token: str) -> None:
    for _ in range(200):
        if call.text("course.getAsyncImportResult", "status", token=token) != "running":
            return
        time.sleep(0.02)
    pytest.fail("the job did not end")


def uploads(call: Caller) -> str:
    token = call.text("upload.getUploadToken", "token/id")
    assert call("upload.getUploadProgress", token=token).find("empty") is not None
    path = call("upload.uploadFile", PACKAGE, token=token).findtext("location")
    assert path is not None
    assert call.text("upload.getUploadProgress", "*/percent_complete", token=token) == "100"
    listed = [each.get("name") for each in call("upload.listFiles").iterfind("dir/file")]
    assert listed == [path.partition("/")[2]]
    return path


def courses(call: Caller, path: str) -> None:
    assert call("course.importCourse", courseid="golf", path=path).find("importresult") is not None
    call("upload.deleteFiles", file=[path.partition("/")[2]])
    assert call("upload.listFiles").find("dir/file") is None
    with pytest.raises(CloudError):
        call("course.importCourse", courseid="gone", path=path)
    started = call("course.importCourseAsync", PACKAGE, courseid="golf")
    finished(call, started.findtext("token/id") or "")
    token = call.text("upload.getUploadToken", "token/id")
    path = call("upload.uploadFile", PACKAGE, token=token).findtext("location") or ""
    call("course.versionCourse", courseid="golf", path=path)
    assert call.text("course.exists", "result", courseid="golf") == "true"
    assert len(call("course.getCourseList").findall("courselist/course")) == 1
    detail = call("course.getCourseDetail", courseid="golf")
    assert len(detail.findall("course/versions/version")) == 3
    call("course.updateAttributes", courseid="golf", showProgressBar="true", title="Golf")
    found = call("course.getAttributes", courseid="golf").iterfind(".//attribute")
    assert {each.get("name"): each.get("value") for each in found}["title"] == "Golf"
    assert call.text("course.getMetadata", "package/metadata/title", courseid="golf")
    structure = call("course.getFileStructure", courseid="golf")
    assert {each.get("name") for each in structure.iter("file")} >= {"imsmanifest.xml"}
    results = call("course.deleteFiles", courseid="golf", path=["style.css", "nothing.css"])
    assert [each.get("deleted") for each in results.iter("result")] == ["true", "false"]
    call("course.updateAssets", PACKAGE, courseid="golf")
    updated = call("course.updateAssetsAsync", PACKAGE, courseid="golf")
    finished(call, updated.findtext("token/id") or "")
    assert call.file("course.getAssets", courseid="golf", path=["style.css"])
    assert b"<manifest" in call.file("course.getManifest", courseid="golf")
    preview = call.location("course.preview", courseid="golf", redirecturl="closer")
    assert "/api/cloud/course/preview/" in preview
    assert call.location("course.properties", courseid="golf")


def registrations(call: Caller, files: str) -> None:
    who = {"learnerid": "ann", "fname": "Ann", "lname": "Lee"}
    for name in ("r1", "r2"):
        call("registration.createRegistration", courseid="golf", regid=name, **who)
    assert call.text("registration.exists", "result", regid="r1") == "true"
    for name in ("getRegistrationList", "getRegistrationListResults"):
        assert len(call(f"registration.{name}").findall(".//registration")) == 2
    assert call("registration.getRegistrationDetail", regid="r1").find(".//instance") is not None
    report = call("registration.getRegistrationResult", regid="r1").find("registrationreport")
    assert report is not None
    assert report.get("regid") == "r1"
    assert call.location("registration.launch", regid="r1", redirecturl="closer")
    assert call("registration.getLaunchHistory", regid="r1").find("launchhistory") is not None
    with pytest.raises(CloudError, match="Could not find launch"):
        call("registration.getLaunchInfo", launchid="none")
    call("registration.updateLearnerInfo", learnerid="ann", fname="Anna", lname="Lee", newid="anna")
    detail = "registration.getRegistrationDetail"
    assert call.text(detail, "registration/learnerId", regid="r1") == "anna"
    call("registration.updatePostbackInfo", regid="r1", url=files + "/hook")
    assert call.text("registration.getPostbackInfo", ".//url", regid="r1").startswith(files)
    call("registration.deletePostbackInfo", regid="r1")
    call("registration.testRegistrationPostUrl", postbackurl=files + "/hook")
    call("registration.createNewInstance", regid="r1")
    call("registration.resetGlobalObjectives", regid="r1")
    call("registration.resetRegistration", regid="r1")
    for noun, owner in (("Course", "golf"), ("Registration", "r1"), ("Learner", "anna")):
        names = {"Course": "courseid", "Registration": "regid", "Learner": "learnerid"}
        key = {names[noun]: owner}
        call(f"tagging.set{noun}Tags", **key, tags="a,b")
        call(f"tagging.add{noun}Tag", **key, tag="c")
        call(f"tagging.remove{noun}Tag", **key, tag="a")
        tags = call(f"tagging.get{noun}Tags", **key).iterfind("tags/tag")
        assert [each.text for each in tags] == ["b", "c"]
    call("registration.deleteRegistration", regid="r2")


def dispatches(call: Caller) -> None:
    acme = call.text("dispatch.createDestination", "destinationId", name="Acme", tags="emea")
    call("dispatch.updateDestination", destinationid=acme, name="Acme & Co")
    found = call.text("dispatch.getDestinationInfo", ".//name", destinationid=acme)
    assert found == "Acme & Co"
    assert len(call("dispatch.getDestinationList", page=1)[0]) == 1
    assert len(call("dispatch.getDestinationList", page=2)[0]) == 0
    made = {"destinationid": acme, "courseid": "golf", "registrationcap": 5}
    name = call.text("dispatch.createDispatch", "dispatchId", **made)
    call("dispatch.updateDispatches", dispatchid=name, enabled="false", addtags="x")
    assert call.text("dispatch.getDispatchInfo", ".//enabled", dispatchid=name) == "false"
    assert len(call("dispatch.getDispatchList", page=1, destinationid=acme)[0]) == 1
    assert call.file("dispatch.downloadDispatches", dispatchid=name)[:2] == b"PK"
    with pytest.raises(CloudError):
        call("dispatch.deleteDispatches")
    call("dispatch.deleteDispatches", dispatchid=name)
    call("dispatch.deleteDestination", destinationid=acme)


def invitations(call: Caller) -> None:
    wanted: Mapping[str, Any] = {"courseid": "golf", "public": "false"}
    call("invitation.createInvitationAsync", courseid="golf", public="true")
    made = call("invitation.createInvitation", **wanted, addresses="bob@example.org,nobody")
    name = made.text or ""
    assert call.text("invitation.getInvitationStatus", "status", invitationId=name) == "complete"
    info = call("invitation.getInvitationInfo", invitationId=name, detail="true")
    assert [each.text for each in info.iter("email")] == ["bob@example.org"]
    assert len(info.findall(".//errors/error")) == 1
    call("invitation.changeStatus", invitationId=name, enable="false")
    assert call.text("invitation.getInvitationInfo", ".//allowLaunch", invitationId=name) == "false"
    assert len(call("invitation.getInvitationList").findall(".//invitationInfo")) == 2


def record_store(call: Caller) -> None:
    key = call.text("lrsaccount.createActivityProvider", ".//accountKey")
    edited = {"accountkey": key, "isactive": "false", "authtype": "oauth", "label": "CI"}
    assert call.text("lrsaccount.editActivityProvider", ".//accountLabel", **edited) == "CI"
    assert len(call("lrsaccount.listActivityProviders").findall(".//activityProvider")) == 1
    call("lrsaccount.deleteActivityProvider", accountkey=key)
    url = "https://lms.example.org/lrs"
    call("lrsaccount.setAppLrsAuthCallbackUrl", lrsAuthCallbackUrl=url)
    assert call.text("lrsaccount.getAppLrsAuthCallbackUrl", "lrsAuthCallbackUrl") == url
    call("lrsaccount.resetAppLrsAuthCallbackUrl")
    assert call.text("lrsaccount.getAppLrsAuthCallbackUrl", "lrsAuthCallbackUrl") == ""
    ends = {
        f"{end}{part}": part
        for end in ("source", "destination")
        for part in ("URL", "Username", "Password")
    }
    path = call.text("statementForward.AddForwardingPath", "id", **ends)
    call("statementForward.UpdateForwardingPath", id=path, **ends)
    call("statementForward.DeleteForwardingPath", id=path)


def reports_and_exports(call: Caller) -> None:
    assert call.text("reporting.getAccountInfo", ".//totalcourses") == "1"
    assert call("reporting.getUsageInfo").find(".//regcount") is not None
    call.is_off("reporting.getReportageAuth", navpermission="FREENAV")
    call.is_off("reporting.launchReport", auth="a", reporturl="https://example.org")
    call.is_off("reporting.updateApplicationInReportage")
    export = call.text("export.start", "export_id")
    for _ in range(200):
        if call.text("export.status", "export/status", exportid=export) == "complete":
            break
        time.sleep(0.02)
    assert call.file("export.download", exportid=export)[:2] == b"PK"
    call("export.cancel", exportid=export)
    assert len(call("export.list").findall("exports/export")) == 1
    for name in operations(V1):
        if name.startswith("rustici.ftp."):
            needed = [each.name for each in operation(V1, name).parameters if each.required]
            call.is_off(name.removeprefix("rustici."), **dict.fromkeys(needed, "x"))
    assert call.text("debug.getTime", "currenttime")
    call("debug.ping")
    call("debug.authPing")


def applications(manager: Caller) -> None:
    app = manager.text("application.createApplication", ".//appId", name="Second")
    assert app in {each.text for each in manager("application.getAppList").iter("appId")}
    manager("application.updateApplication", childappid=app, name="2nd", allowdelete="true")
    added = manager("application.addSecretKey", childappid=app, description="CI")
    keys = [each.get("id") or "" for each in added.iter("secretKey")]
    assert len(keys) == 2
    changed = {"childappid": app, "secretkeyid": keys[0], "active": "false"}
    manager("application.updateSecretKey", **changed)
    manager("application.deleteSecretKey", childappid=app, secretkeyid=keys[1])
    info = manager("application.getAppInfo", childappid=app)
    assert [each.text for each in info.iter("active")] == ["false"]


def test_every_method(emulator: ServedEmulator, files: str, transport: Transport) -> None:
    called: set[str] = set()
    call = Caller(emulator.url, ("local", "local-secret"), transport, called)
    courses(call, uploads(call))
    registrations(call, files)
    dispatches(call)
    invitations(call)
    record_store(call)
    reports_and_exports(call)
    manager = ("local-manager", "local-manager-secret")
    applications(Caller(emulator.url, manager, transport, called))
    call("course.deleteCourse", courseid="golf")
    assert set(operations(V1)) - called == set()
