import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scormcloud_cli.emulator import courses, import_jobs
from scormcloud_cli.emulator.fetching import FOR_IMPORT, fetch
from scormcloud_cli.emulator.import_jobs import Import
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import APP_ID, Emulator
from tests.unit.emulator.conftest import SAMPLES, Clock

Run = Callable[..., Any]

GOLF = Import(app_id=APP_ID, course_id="golf", new_version=False)


def start(
    emulator: Emulator, source: Path, import_: Import, gate: threading.Event | None = None
) -> str:
    """Start to import a copy of a file, once a gate is open, and return the job's ID."""
    path = emulator.new_upload()
    path.write_bytes(source.read_bytes())

    def bring() -> Path:
        if gate is not None:
            gate.wait(20)
        return path

    return import_jobs.start_bringing(emulator, import_, bring)


@pytest.fixture
def run(emulator: Emulator) -> Run:
    """Import a file and return the job once it has ended."""

    def run_import(source: Path, **changes: Any) -> Any:
        job_id = start(emulator, source, replace(GOLF, name=source.name, **changes))
        return import_jobs.wait(emulator, APP_ID, job_id, 20)

    return run_import


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_a_package_becomes_version_0(run: Run, emulator: Emulator) -> None:
    job = run(SAMPLES / "scorm12.zip", tags=("sport",))
    assert (job["status"], job["version"]) == ("COMPLETE", 0)
    row = courses.get(emulator.store.reading(), APP_ID, "golf")
    assert row["title"] == "Fire drill, SCORM 1.2"
    assert (emulator.packages / row["file"]).read_bytes() == (SAMPLES / "scorm12.zip").read_bytes()
    assert files(emulator.uploads) == []


def test_importing_again_is_refused_at_once(run: Run, emulator: Emulator) -> None:
    run(SAMPLES / "scorm12.zip")
    with pytest.raises(Refusal) as refused:
        run(SAMPLES / "scorm12.zip")
    assert refused.value.status == 409
    assert refused.value.message.startswith("Course [golf] already exists")


def test_importing_again_adds_a_version_where_that_is_wanted(run: Run) -> None:
    run(SAMPLES / "scorm12.zip")
    assert run(SAMPLES / "aicc.zip", new_version=True)["version"] == 1


def test_of_two_imports_at_once_one_makes_the_course(emulator: Emulator) -> None:
    both_are_taken = threading.Event()
    package = SAMPLES / "scorm12.zip"
    jobs = [start(emulator, package, GOLF, both_are_taken) for _ in range(2)]
    both_are_taken.set()
    ended = [import_jobs.wait(emulator, APP_ID, job, 20) for job in jobs]
    assert sorted(job["status"] for job in ended) == ["COMPLETE", "ERROR"]
    (loser,) = (job for job in ended if job["status"] == "ERROR")
    assert loser["message"].startswith("Course [golf] already exists")
    assert len(files(emulator.packages)) == 1


def test_a_broken_package_ends_in_error_with_the_reason_and_leaves_nothing(
    run: Run, emulator: Emulator
) -> None:
    job = run(SAMPLES / "broken.zip")
    assert job["status"] == "ERROR"
    assert "imsmanifest.xml, line" in job["message"]
    assert files(emulator.packages) == files(emulator.uploads) == []
    assert not courses.exists(emulator.store.reading(), APP_ID, "golf")


def test_media_become_courses_titled_by_file_name(
    run: Run, emulator: Emulator, tmp_path: Path
) -> None:
    handbook = tmp_path / "Handbook.pdf"
    handbook.write_bytes(b"%PDF-1.4\n%%EOF\n")
    assert run(handbook, content_type="application/pdf")["status"] == "COMPLETE"
    assert courses.get(emulator.store.reading(), APP_ID, "golf")["title"] == "Handbook"


@pytest.mark.parametrize("course_id", ["", "x" * 256])
def test_an_id_that_no_course_can_have_is_refused(run: Run, course_id: str) -> None:
    with pytest.raises(Refusal, match="1 to 255 characters"):
        run(SAMPLES / "scorm12.zip", course_id=course_id)


def test_a_job_can_be_asked_about_for_a_week(run: Run, emulator: Emulator, clock: Clock) -> None:
    job_id = run(SAMPLES / "scorm12.zip")["id"]
    clock.forward(days=7)
    assert import_jobs.job(emulator, APP_ID, job_id)["status"] == "COMPLETE"
    clock.forward(seconds=1)
    with pytest.raises(Refusal, match="Could not find import job"):
        import_jobs.job(emulator, APP_ID, job_id)


def test_a_job_of_another_application_is_not_found(run: Run, emulator: Emulator) -> None:
    job_id = run(SAMPLES / "scorm12.zip")["id"]
    with pytest.raises(Refusal, match="Could not find import job"):
        import_jobs.job(emulator, "local-manager", job_id)


def left_behind(emulator: Emulator, worker: str) -> str:
    """Store a job as the process `worker` leaves it that dies before its last transaction."""
    with emulator.store.writing() as database:
        database.execute(
            "INSERT INTO jobs (id, app_id, course_id, status, worker, created)"
            " VALUES ('job', ?, 'golf', 'RUNNING', ?, ?)",
            (APP_ID, worker, emulator.now()),
        )
    (emulator.packages / "job.zip").write_bytes(b"moved, but no course's")
    return "job"


def test_a_job_of_a_process_that_died_is_in_error(emulator: Emulator) -> None:
    job = import_jobs.job(emulator, APP_ID, left_behind(emulator, "123-dead"))
    assert (job["status"], job["message"]) == ("ERROR", "The import was interrupted")
    assert files(emulator.packages) == []


def test_a_job_of_another_process_that_lives_still_runs(emulator: Emulator, tmp_path: Path) -> None:
    other = Emulator(tmp_path / "data")
    job_id = left_behind(emulator, other.worker)
    assert import_jobs.job(emulator, APP_ID, job_id)["status"] == "RUNNING"
    other.close()
    assert import_jobs.job(emulator, APP_ID, job_id)["status"] == "ERROR"


def test_closing_lets_a_job_come_to_its_end(tmp_path: Path) -> None:
    emulator = Emulator(tmp_path / "data")
    job_id = start(emulator, SAMPLES / "scorm12.zip", GOLF)
    emulator.close()
    later = Emulator(tmp_path / "data")
    assert import_jobs.job(later, APP_ID, job_id)["status"] == "COMPLETE"
    later.close()


def test_what_a_killed_process_had_received_is_thrown_away(tmp_path: Path) -> None:
    first = Emulator(tmp_path / "data")
    (first.uploads / "123-dead.half").write_bytes(b"half of a")
    living = first.new_upload()
    living.write_bytes(b"being received")
    second = Emulator(tmp_path / "data")
    assert files(second.uploads) == [living]
    second.close()
    first.close()


@pytest.mark.parametrize(
    "url", ["http://example.org/a.zip", "file:///etc/passwd", "ftp://127.0.0.1/a.zip", "https://"]
)
def test_only_https_is_fetched(emulator: Emulator, url: str) -> None:
    job_id = import_jobs.start_bringing(emulator, GOLF, lambda: fetch(emulator, url, FOR_IMPORT))
    job = import_jobs.wait(emulator, APP_ID, job_id, 20)
    assert job["status"] == "ERROR"
    assert job["message"] == f"Cannot fetch [{url}]: only https is fetched"
