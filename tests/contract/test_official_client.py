"""The vendor's published client, unmodified but for its host, against the emulator."""

import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.support import said
from tests.support.emulators import ServedEmulator
from tests.support.environs import SAMPLES, application_environ, clean_environ
from tests.support.here import run_here

# What the client does not keep as it came: times become objects, and one word has a default.
CHANGED = ("createdDate", "firstAccessDate", "lastAccessDate", "completedDate", "updated")
DEFAULTED = "previousObjectiveSuccess"

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::SyntaxWarning")


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedEmulator]:
    with ServedEmulator(tmp_path_factory.mktemp("contract")) as served:
        yield served


@pytest.fixture(scope="module")
def vendor() -> ModuleType:
    import rustici_software_cloud_v2

    module: ModuleType = rustici_software_cloud_v2
    return module


@pytest.fixture(scope="module")
def client(vendor: ModuleType, emulator: ServedEmulator) -> Any:
    configuration = vendor.Configuration()
    configuration.host = emulator.url + "/api/v2"
    configuration.username = "local"
    configuration.password = "local-secret"
    return vendor.ApiClient(configuration)


def imported(vendor: ModuleType, client: Any, course_id: str, package: Path) -> Any:
    """Import a package as the client's own examples do, and return the finished job."""
    courses = vendor.CourseApi(client)
    job_id = courses.create_upload_and_import_course_job(course_id, file=str(package)).result
    for _ in range(200):
        job = courses.get_import_job_status(job_id)
        if job.status != "RUNNING":
            return job
        time.sleep(0.05)
    pytest.fail("the import did not end")


def test_it_goes_from_ping_to_delete(vendor: ModuleType, client: Any, tmp_path: Path) -> None:
    assert vendor.PingApi(client).ping_app_id().api_message

    courses = vendor.CourseApi(client)
    job = imported(vendor, client, "contract", SAMPLES / "scorm12.zip")
    assert job.status == "COMPLETE"
    assert job.import_result.course.id == "contract"

    (course,) = courses.get_courses(filter="contract", filter_by="course_id").courses
    assert course.title == "Fire drill, SCORM 1.2"
    assert course.course_learning_standard == "SCORM12"
    assert course.created.tzinfo is not None

    registrations = vendor.RegistrationApi(client)
    learner = vendor.LearnerSchema(id="ann", first_name="Ann", last_name="Lee")
    registrations.create_registration(
        vendor.CreateRegistrationSchema(
            course_id="contract", learner=learner, registration_id="contract-ann"
        )
    )
    registrations.get_registration("contract-ann")
    link = registrations.build_registration_launch_link(
        "contract-ann", vendor.LaunchLinkRequestSchema(redirect_on_exit_url="Message")
    ).launch_link
    assert link.startswith("http")

    progress = registrations.get_registration_progress("contract-ann")
    assert progress.registration_completion == "UNKNOWN"
    assert progress.learner.first_name == "Ann"
    listed = registrations.get_registrations(course_id="contract").registrations
    assert [each.id for each in listed] == ["contract-ann"]

    downloaded = Path(courses.get_course_zip("contract"))
    assert zipfile.is_zipfile(downloaded)
    downloaded.unlink()

    registrations.delete_registration("contract-ann")
    courses.delete_course("contract")
    with pytest.raises(vendor.rest.ApiException) as caught:
        courses.get_course("contract")
    assert caught.value.status == 404


def compared(part: Any) -> Any:
    """Return a result, or a part of one, without what the client does not keep as it came."""
    if isinstance(part, list):
        return [compared(item) for item in part]
    if not isinstance(part, dict):
        return part
    kept = {name for name in part if name not in CHANGED and name != DEFAULTED}
    return {name: compared(part[name]) for name in kept}


@pytest.mark.parametrize("standard", said.SAID)
def test_results_are_read_with_the_values_that_content_has_set(
    vendor: ModuleType, client: Any, emulator: ServedEmulator, tmp_path: Path, standard: str
) -> None:
    ann = course_id = f"said-{standard}".replace(" ", "-")
    imported(vendor, client, course_id, said.package(standard, tmp_path))
    registrations = vendor.RegistrationApi(client)
    registrations.create_registration(
        vendor.CreateRegistrationSchema(
            course_id=course_id, learner=vendor.LearnerSchema(id="ann"), registration_id=ann
        )
    )
    environ = clean_environ(tmp_path) | application_environ(emulator.url)
    script = str(said.script(standard, tmp_path))
    words = ("emulator", "learn", ann, "--script", script)
    assert run_here(words, environ=environ, folder=tmp_path).code == 0
    everything = {
        "include_child_results": True,
        "include_interactions_and_objectives": True,
        "include_runtime": True,
    }

    read = registrations.get_registration_progress(ann, **everything)
    (listed,) = registrations.get_registrations(course_id=course_id, **everything).registrations
    (instance,) = registrations.get_registration_instances(ann, **everything).registrations
    (launch,) = registrations.get_registration_launch_history(ann).launch_history

    assert listed == read == instance
    runtime = client.sanitize_for_serialization(read.activity_details.children[0].runtime)
    assert runtime.pop("timeTracked")
    assert runtime == said.SAID[standard][1]
    raw = registrations.get_registration_progress(ann, **everything, _preload_content=False)
    assert compared(client.sanitize_for_serialization(read)) == compared(json.loads(raw.data))
    assert launch.score.scaled == read.score.scaled
    assert launch.success_status == read.registration_success
    assert launch.completion_status == read.registration_completion


def test_a_second_import_of_a_course_is_refused(vendor: ModuleType, client: Any) -> None:
    imported(vendor, client, "twice", SAMPLES / "scorm12.zip")
    with pytest.raises(vendor.rest.ApiException) as caught:
        imported(vendor, client, "twice", SAMPLES / "scorm12.zip")
    assert caught.value.status == 409
    assert "Course [twice] already exists" in caught.value.body


def test_a_broken_package_ends_the_job_in_error(vendor: ModuleType, client: Any) -> None:
    job = imported(vendor, client, "broken", SAMPLES / "broken.zip")
    assert job.status == "ERROR"
    assert job.message


def test_tags_titles_and_settings_come_back(vendor: ModuleType, client: Any) -> None:
    courses = vendor.CourseApi(client)
    imported(vendor, client, "tagged", SAMPLES / "two-scos.zip")
    courses.put_course_tags("tagged", vendor.TagListSchema(tags=["a", "b"]))
    courses.set_course_title("tagged", vendor.TitleSchema(title="Two lessons"))
    courses.set_course_configuration(
        "tagged",
        vendor.SettingsPostSchema(
            settings=[vendor.SettingsIndividualSchema(setting_id="PlayerShowNavBar", value="true")]
        ),
    )
    assert sorted(courses.get_course_tags("tagged").tags) == ["a", "b"]
    assert courses.get_course("tagged").title == "Two lessons"
    settings = courses.get_course_configuration("tagged").setting_items
    assert (
        next(each for each in settings if each.id == "PlayerShowNavBar").effective_value == "true"
    )


def test_a_bearer_token_is_taken_within_its_scope(
    vendor: ModuleType, client: Any, emulator: ServedEmulator
) -> None:
    answer = vendor.AuthenticationApi(client).get_app_token(scope="read:course", expiration=60)
    bearer = vendor.Configuration()
    bearer.host = emulator.url + "/api/v2"
    bearer.username = bearer.password = ""
    bearer.access_token = answer.access_token
    limited = vendor.ApiClient(bearer)
    assert vendor.CourseApi(limited).get_courses().courses is not None
    with pytest.raises(vendor.rest.ApiException) as caught:
        vendor.RegistrationApi(limited).get_registrations()
    assert caught.value.status == 403


def test_a_wrong_secret_is_refused(vendor: ModuleType, emulator: ServedEmulator) -> None:
    configuration = vendor.Configuration()
    configuration.host = emulator.url + "/api/v2"
    configuration.username = "local"
    configuration.password = "wrong"
    with pytest.raises(vendor.rest.ApiException) as caught:
        vendor.PingApi(vendor.ApiClient(configuration)).ping_app_id()
    assert caught.value.status == 401
    assert "Provided credentials are invalid" in caught.value.body
