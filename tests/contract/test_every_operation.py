"""The vendor's client calls every operation it has, and gets its own models back."""

import inspect
import re
import threading
import time
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.support.emulators import ServedEmulator
from tests.support.environs import SAMPLES

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::SyntaxWarning")


class Recorder:
    """One of the client's API classes; notes what is called, and checks what comes back."""

    def __init__(self, api: Any, called: set[str]) -> None:
        self._api = api
        self._called = called

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._api, name)
        promised = re.search(r":return: (\w+)", method.__doc__ or "")

        def call(*arguments: Any, **options: Any) -> Any:
            result = method(*arguments, **options)
            self._called.add(f"{type(self._api).__name__}.{name}")
            expected = promised[1] if promised else "None"
            expected = {"None": "NoneType", "file": "str"}.get(expected, expected)
            assert type(result).__name__ == expected, (name, result)
            return result

        return call


class Vendor:
    """The vendor's client with one pair of credentials."""

    def __init__(self, module: ModuleType, host: str, pair: tuple[str, str]) -> None:
        self.called: set[str] = set()
        self.module = module
        configuration = module.Configuration()
        configuration.host = host + "/api/v2"
        configuration.username, configuration.password = pair
        self._client = module.ApiClient(configuration)

    def api(self, name: str) -> Any:
        """Return one of the client's API classes, ready to be called."""
        return Recorder(getattr(self.module, name + "Api")(self._client), self.called)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.module, name)  # a model


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedEmulator]:
    with ServedEmulator(tmp_path_factory.mktemp("contract")) as served:
        yield served


@pytest.fixture(scope="module")
def module() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import rustici_software_cloud_v2
    module: ModuleType = rustici_software_cloud_v2
    return module


@pytest.fixture
def files() -> Iterator[str]:
    """A web server that gives a package and a script, and takes postbacks."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer((SAMPLES / "scorm12.zip").read_bytes())

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(b"")

        def _answer(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    ).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def ended(vendor: Vendor, job_id: str) -> None:
    for _ in range(200):
        job = vendor.api("Course").get_import_job_status(job_id)
        if job.status != "RUNNING":
            assert job.status == "COMPLETE", job
            return
        time.sleep(0.02)
    pytest.fail("the import did not end")


def setting(vendor: Vendor, value: str) -> Any:
    one = vendor.SettingsIndividualSchema(
        setting_id="PlayerScoLaunchType", value=value, explicit=True
    )
    return vendor.SettingsPostSchema(settings=[one])


def courses(vendor: Vendor, files: str, tmp_path: Path) -> None:
    api = vendor.api("Course")
    package = str(SAMPLES / "scorm12.zip")
    ended(vendor, api.create_upload_and_import_course_job("golf", file=package).result)
    again = {"may_create_new_version": True, "file": package}
    ended(vendor, api.create_upload_and_import_course_job("golf", **again).result)
    fetch = vendor.ImportFetchRequestSchema(url=files + "/a.zip", content_type="application/zip")
    ended(vendor, api.create_fetch_and_import_course_job("fetched", fetch).result)
    there = vendor.ImportRequestSchema(fetch_request=fetch)
    ended(vendor, api.create_no_upload_and_import_course_job("hosted", there).result)
    assert {each.id for each in api.get_courses().courses} == {"golf", "fetched", "hosted"}
    assert api.get_course("golf").version == 1
    api.set_course_title("golf", vendor.TitleSchema(title="Golf"))
    assert api.get_course_versions("golf").courses[1].title == "Golf"
    assert api.get_course_version_info("golf", 0).version == 0
    link = vendor.LaunchLinkRequestSchema(redirect_on_exit_url="closer")
    assert api.build_course_preview_launch_link("golf", link).launch_link
    assert api.build_course_preview_launch_link_with_version("golf", 0, link).launch_link
    api.put_course_tags("golf", vendor.TagListSchema(tags=["a", "b"]))
    api.put_course_tags_batch(vendor.BatchTagsSchema(ids=["golf"], tags=["c"]))
    api.delete_course_tags("golf", vendor.TagListSchema(tags=["a"]))
    assert api.get_course_tags("golf").tags == ["b", "c"]
    for suffix, version in (("course", ()), ("course_version", (0,))):
        getattr(api, f"set_{suffix}_configuration")("golf", *version, setting(vendor, "FRAMESET"))
        items = getattr(api, f"get_{suffix}_configuration")("golf", *version).setting_items
        found = {each.id: each.effective_value for each in items}
        assert found["PlayerScoLaunchType"] == "FRAMESET"
        delete = getattr(api, f"delete_{suffix}_configuration_setting")
        delete("golf", *version, "PlayerScoLaunchType")
        assert getattr(api, f"get_{suffix}_statements")("golf", *version).statements == []
        script = tmp_path / "extra.js"
        script.write_text("extra")
        upload = getattr(api, f"upload_{suffix}_asset_file")
        upload("golf", *version, "shared", file=str(script))
        asset = vendor.ImportAssetRequestSchema(fetch_url=files + "/b", destination="other")
        getattr(api, f"import_{suffix}_asset_file")("golf", *version, asset)
        listed = getattr(api, f"get_{suffix}_file_list")("golf", *version).files
        assert {"shared/extra.js", "other/b"} <= {each.path for each in listed}
        got = getattr(api, f"get_{suffix}_asset")("golf", *version, "shared/extra.js")
        assert Path(got).read_text() == "extra"  # the client saves it, and gives the path
        getattr(api, f"delete_{suffix}_asset")("golf", *version, "shared/extra.js")
    assert api.get_course_zip("golf")
    assert api.get_versioned_course_zip("golf", 0)
    api.delete_course_version("golf", 1)
    api.delete_course("fetched")


def registrations(vendor: Vendor, files: str) -> None:
    api = vendor.api("Registration")
    learner = vendor.LearnerSchema(id="ann", first_name="Ann", email="ann@example.org")
    for name in ("r1", "r2"):
        new = vendor.CreateRegistrationSchema(
            course_id="golf", learner=learner, registration_id=name
        )
        api.create_registration(new)
    assert {each.id for each in api.get_registrations().registrations} == {"r1", "r2"}
    api.get_registration("r1")
    assert api.get_registration_progress("r1").learner.first_name == "Ann"
    link = vendor.LaunchLinkRequestSchema(redirect_on_exit_url="closer")
    assert api.build_registration_launch_link("r1", link).launch_link
    assert api.get_registration_launch_history("r1").launch_history == []
    api.create_new_registration_instance("r1")
    assert [each.instance for each in api.get_registration_instances("r1").registrations] == [0, 1]
    assert api.get_registration_instance_progress("r1", 0).instance == 0
    assert api.get_registration_instance_launch_history("r1", 0).launch_history == []
    assert api.get_registration_statements("r1").statements == []
    assert api.get_registration_instance_statements("r1", 0).statements == []
    for suffix, instance in (("registration", ()), ("registration_instance", (0,))):
        getattr(api, f"set_{suffix}_configuration")("r1", *instance, setting(vendor, "FRAMESET"))
        items = getattr(api, f"get_{suffix}_configuration")("r1", *instance).setting_items
        assert {each.effective_value_source for each in items} >= {"registration", "default"}
        delete = getattr(api, f"delete_{suffix}_configuration_setting")
        delete("r1", *instance, "PlayerScoLaunchType")
    api.put_registration_tags("r1", vendor.TagListSchema(tags=["a", "b"]))
    api.put_registration_tags_batch(vendor.BatchTagsSchema(ids=["r1", "r2"], tags=["c"]))
    api.delete_registration_tags("r1", vendor.TagListSchema(tags=["a"]))
    assert api.get_registration_tags("r1").tags == ["b", "c"]
    api.test_registration_postback(vendor.PostBackSchema(url=files + "/hook", auth_type="FORM"))
    api.delete_registration_global_data("r1")
    api.delete_registration_instance("r1", 0)
    api.delete_registration_progress("r1")
    api.delete_registration("r2")


def learners(vendor: Vendor) -> None:
    api = vendor.api("Learner")
    api.update_learner_info("ann", vendor.LearnerSchema(id="ann", first_name="Anna"))
    assert vendor.api("Registration").get_registration_progress("r1").learner.first_name == "Anna"
    api.put_learner_tags("ann", vendor.TagListSchema(tags=["a", "b"]))
    api.put_learner_tags_batch(vendor.BatchTagsSchema(ids=["ann"], tags=["c"]))
    api.delete_learner_tags("ann", vendor.TagListSchema(tags=["a"]))
    assert api.get_learner_tags("ann").tags == ["b", "c"]
    api.delete_all_learner_data("ann", "boss@example.org")
    assert vendor.api("Registration").get_registrations().registrations == []


def dispatches(vendor: Vendor) -> None:
    api = vendor.api("Dispatch")
    data = vendor.DestinationSchema(name="Acme", tags=["a"])
    one = vendor.DestinationIdSchema(id="acme", data=data)
    api.create_destinations(vendor.DestinationListSchema(destinations=[one]))
    post = vendor.PostBackSchema(url="https://example.org/hook")
    made = vendor.CreateDispatchSchema(destination_id="acme", course_id="golf", post_back=post)
    named = [vendor.CreateDispatchIdSchema(id=name, data=made) for name in ("d1", "d2", "d3")]
    api.create_dispatches(vendor.CreateDispatchListSchema(dispatches=named))
    assert vendor.api("Course").get_course("golf").dispatched is True
    info = api.get_destinations(include_dispatch_count=True).destinations[0]
    assert (info.id, info.data.dispatch_count) == ("acme", 3)
    api.set_destination("acme", vendor.DestinationSchema(name="Acme & Co", notes="big"))
    assert api.get_destination("acme").notes == "big"
    assert len(api.get_destination_dispatches("acme").dispatches) == 3
    assert [each.id for each in api.get_dispatches().dispatches] == ["d1", "d2", "d3"]
    off, on = vendor.EnabledSchema(enabled=False), vendor.EnabledSchema(enabled=True)
    api.set_destination_dispatch_enabled("acme", off)
    assert api.get_dispatch_enabled("d1").enabled is False
    api.set_dispatch_enabled("d1", on)
    assert api.get_dispatch("d1").enabled is True
    api.update_destination_hash_user_info("acme", on)
    assert api.get_destination_hash_user_info("acme").enabled is True
    api.update_dispatch_hash_user_info("d1", off)
    assert api.get_dispatch_hash_user_info("d1").enabled is False
    api.enable_registration_instancing("acme", on)
    assert api.get_dispatch("d2").instanced is True
    api.update_dispatch("d1", vendor.UpdateDispatchSchema(registration_count=4, notes="n"))
    assert api.get_dispatch_registration_count("d1").registration_count == 4
    assert api.get_destination_dispatch_registration_count("acme").result == 4
    api.reset_dispatch_registration_count("d1")
    api.reset_destination_dispatch_registration_count("acme")
    assert api.get_dispatch_registration_count("d1").last_reset_date
    tags = vendor.TagListSchema(tags=["x", "y"])
    batch = vendor.BatchTagsSchema
    for noun, name in (("destination", "acme"), ("dispatch", "d1")):
        getattr(api, f"put_{noun}_tags")(name, tags)
        getattr(api, f"put_{noun}_tags_batch")(batch(ids=[name], tags=["z"]))
        getattr(api, f"delete_{noun}_tags")(name, vendor.TagListSchema(tags=["x"]))
        assert {"y", "z"} <= set(getattr(api, f"get_{noun}_tags")(name).tags)
    assert api.get_lti_dispatch("d1").shared_secret
    assert "d1" in api.get_lti13_dispatch("d1").target_link_uri
    key = api.get_lti13_tool_configuration_schema("acme").public_key
    assert key.startswith("-----BEGIN PUBLIC KEY-----")
    with pytest.raises(vendor.module.rest.ApiException) as refused:
        api.get_lti13_dispatch_launch("d1", "config", "jwt")
    assert refused.value.status == 400
    vendor.called.add("DispatchApi.get_lti13_dispatch_launch")  # it is only ever refused here
    assert api.get_dispatch_zip("d1")
    assert api.get_destination_dispatch_zip("acme")
    api.delete_dispatch_postback_info("d1")
    api.update_dispatches(vendor.UpdateDispatchSchema(notes="all"), filter="d", course_id="golf")
    assert {each.data.notes for each in api.get_dispatches().dispatches} == {"all"}
    api.delete_dispatch("d1")
    api.delete_dispatches(filter="d2")
    assert [each.id for each in api.get_dispatches().dispatches] == ["d3"]
    api.delete_destination_dispatches("acme")
    api.delete_destination("acme")
    assert api.get_destinations().destinations == []


def invitations(vendor: Vendor) -> None:
    api = vendor.api("Invitations")
    mail = vendor.InvitationEmailSchema(
        subject="Golf", body="Join", addresses=["bob@example.org", "nobody"]
    )
    private = api.create_private_invitation(
        vendor.CreatePrivateInvitationSchema(
            course_id="golf", creating_user_email="boss@example.org", invitation_email=mail
        )
    ).id
    status = api.get_private_invitation_job_status(private)
    assert (status.status, status.total, len(status.errors)) == ("COMPLETE", 2, 1)
    public = api.create_public_invitation(
        vendor.CreatePublicInvitationSchema(
            course_id="golf", creating_user_email="boss@example.org", registration_cap=5
        )
    ).id
    assert {each.id for each in api.get_all_invitations().invitations} == {private, public}
    assert [each.id for each in api.get_private_invitations().invitations] == [private]
    assert [each.id for each in api.get_public_invitations().invitations] == [public]
    found = api.get_private_invitation(private, include_registration_count=True)
    assert (found.registration_count, found.launched_registration_count) == (1, 0)
    assert api.get_public_invitation(public).registration_cap == 5
    change = vendor.PrivateInvitationUpdateSchema(allow_launch=False)
    assert api.update_private_invitation(private, change).allow_launch is False
    change = vendor.PublicInvitationUpdateSchema(registration_cap=9)
    assert api.update_public_invitation(public, change).registration_cap == 9
    invited = api.get_private_user_invitations(private, include_registration_report=True)
    assert invited.user_invitations[0].email == "bob@example.org"
    assert invited.user_invitations[0].registration_report.complete == "UNKNOWN"
    assert api.get_public_user_invitations(public).user_invitations == []
    api.put_invitation_tags(private, vendor.TagListSchema(tags=["a", "b"]))
    api.put_invitation_tags_batch(vendor.BatchTagsSchema(ids=[private], tags=["c"]))
    api.delete_invitation_tags(private, vendor.TagListSchema(tags=["a"]))
    assert api.get_invitation_tags(private).tags == ["b", "c"]


def xapi(vendor: Vendor) -> None:
    api = vendor.api("Xapi")
    secret = vendor.XapiCredentialPostSchema(
        name="key",
        secret="s",
        is_enabled=True,
        auth=vendor.XapiCredentialAuthTypeSchema(xapi_credential_auth_type="BASICAUTH"),
        permissions_level=vendor.XapiCredentialPermissionsLevelSchema(
            xapi_credential_permissions_level="READONLY"
        ),
    )
    name = api.create_xapi_credential(secret).result
    secret.name = "renamed"
    api.set_xapi_credential(name, secret)
    assert api.get_xapi_credential(name).name == "renamed"
    assert [each.id for each in api.get_xapi_credentials().xapi_credentials] == [name]
    api.delete_xapi_credential(name)
    target = vendor.XapiEndpointSchema(url="https://example.org/lrs", user_name="u", password="p")
    pipe = api.create_statement_pipe(vendor.XapiStatementPipePostSchema(target=target)).result
    target.url = "https://example.org/other"
    api.set_statement_pipe(pipe, vendor.XapiStatementPipePutSchema(target=target))
    assert api.get_statement_pipe(pipe).target.url == "https://example.org/other"
    assert len(api.get_statement_pipes().xapi_statement_pipes) == 1
    api.delete_statement_pipe(pipe)


def connectors_and_reports(vendor: Vendor) -> None:
    api = vendor.api("ContentConnectors")
    made = vendor.CreateConnectorSchema(content_connector_type="t", configuration={"a": "b"})
    connector = api.create_connector(made).result
    api.update_connector(connector, vendor.UpdateConnectorSchema(enabled=False))
    entry = api.get_connectors_list().connector_entries[0]
    assert (entry.connector_id, entry.enabled) == (connector, False)
    api.delete_connector(connector)
    report = vendor.api("Reporting")
    assert report.get_account_info().usage.total_courses == 2
    assert report.get_reportage_auth_token("FREENAV").auth_enabled is False
    assert report.get_reportage_link("token", "report").reportage_link
    assert vendor.api("About").get_about().version
    assert vendor.api("Ping").ping_app_id().api_message
    assert vendor.api("Authentication").get_app_token("read").access_token


def applications(vendor: Vendor, manager: Vendor) -> None:
    api = manager.api("ApplicationManagement")
    made = api.create_application(vendor.ApplicationRequestSchema(name="Second")).id
    assert made in {each.id for each in api.get_application_list().applications}
    assert made in {each.id for each in api.get_applications(filter=made).applications}
    api.update_application(made, vendor.UpdateApplicationSchema(name="2nd", allow_delete=True))
    assert api.get_application_info(made, include_course_count=True).name == "2nd"
    key = api.create_credential(made, vendor.CredentialRequestSchema(name="CI"))
    api.update_credential(made, key.id, vendor.CredentialRequestSchema(active=False))
    assert {each.status for each in api.get_credentials(made).credentials} == {"active", "inactive"}
    api.delete_credential(made, key.id)
    api.create_token(
        vendor.TokenRequestSchema(
            permissions=vendor.PermissionsSchema(scopes=["read"], application_name=made),
            expiry=datetime.now(UTC) + timedelta(hours=1),
        )
    )
    api.delete_application(made)
    own = vendor.api("ApplicationManagement")
    own.set_application_configuration(setting(vendor, "FRAMESET"))
    items = own.get_application_configuration().setting_items
    assert {each.effective_value_source for each in items} == {"application", "default"}
    own.delete_application_configuration_setting("PlayerScoLaunchType")


def test_every_operation(
    module: ModuleType, emulator: ServedEmulator, files: str, tmp_path: Path
) -> None:
    vendor = Vendor(module, emulator.url, ("local", "local-secret"))
    manager = Vendor(module, emulator.url, ("local-manager", "local-manager-secret"))
    courses(vendor, files, tmp_path)
    registrations(vendor, files)
    learners(vendor)
    dispatches(vendor)
    invitations(vendor)
    xapi(vendor)
    connectors_and_reports(vendor)
    applications(vendor, manager)
    every = {
        f"{name}.{operation}"
        for name, api in vars(module).items()
        if inspect.isclass(api) and name.endswith("Api")
        for operation in vars(api)
        if not operation.startswith("_") and not operation.endswith("_with_http_info")
    }
    assert every - vendor.called - manager.called == set()
    assert len(every) == 161
