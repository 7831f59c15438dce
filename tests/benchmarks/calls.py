"""How long a served emulator takes to answer a call of content.

Run it as ``python tests/benchmarks/calls.py [REGISTRATIONS]``. It prints the median of SetValue,
from request to answer of one client, in a new session, with 64 KB of suspend data and with
interactions; first in a store that is new, then in one that holds so many registrations (100,000 if
not said) with ten happenings each. It must be less than 3 ms in a new session, whatever the store
holds, and with 1,000 interactions.
"""

import http.client
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

SCLOUD = [sys.executable, "-m", "scormcloud_cli"]
REGISTRATIONS = 100_000
HAPPENINGS = 10
INTERACTIONS = (250, 1000, 5000)
LIMITED_INTERACTIONS = 1000
LIMIT = 3.0
COURSE = "sample-scorm2004"


class Content:
    """Content that was launched, and calls one function after another."""

    def __init__(self, link: str) -> None:
        address = urlsplit(link)
        self._connection = http.client.HTTPConnection(address.netloc)
        self._page = self._ask("GET", address.path)[0] or ""
        self._activity = json.loads(self._ask("GET", f"{self._page}/course")[1])["start"]
        self._number = 0
        self.call(("Initialize", ""))

    def call(self, *calls: tuple[str, ...]) -> float:
        """Make calls in one request; return how long it takes, in milliseconds."""
        records = [
            {"n": number, "function": function, "arguments": arguments}
            for number, (function, *arguments) in enumerate(calls, self._number + 1)
        ]
        self._number += len(calls)
        body = json.dumps({"calls": records})
        started = time.perf_counter()
        _, text = self._ask("POST", f"{self._page}/calls/{self._activity}", body)
        milliseconds = 1000 * (time.perf_counter() - started)
        assert all(answer["code"] == "0" for answer in json.loads(text)["answers"]), text[:500]
        return milliseconds

    def median(self, times: int) -> float:
        """Return what a SetValue takes, in milliseconds."""
        return statistics.median(
            self.call(("SetValue", "cmi.location", f"page-{number}")) for number in range(times)
        )

    def _ask(self, verb: str, path: str, body: str | None = None) -> tuple[str | None, bytes]:
        self._connection.request(verb, path, body)
        answer = self._connection.getresponse()
        return answer.headers["location"], answer.read()


def run(words: list[str], environ: dict[str, str]) -> str:
    """Run a command, which must do well, and return what it prints."""
    return subprocess.run(
        [*SCLOUD, *words], env=environ, check=True, stdout=subprocess.PIPE, text=True
    ).stdout.strip()


@contextmanager
def served(data: Path) -> Iterator[dict[str, str]]:
    """Serve an emulator; give the environment of those who use it."""
    process = subprocess.Popen(
        [*SCLOUD, "emulator", "serve", "--env", "--data", str(data)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        lines = (process.stdout.readline() for _ in range(5))
        yield os.environ | dict(line.split()[1].split("=", 1) for line in lines)
    finally:
        process.terminate()
        process.wait()


def launched(environ: dict[str, str], registration: str) -> Content:
    """Return content of a new registration that was launched."""
    words = ["registration", "create", "--course", COURSE, "--id", registration, "--learner", "ann"]
    run(words, environ)
    launch = json.loads(run(["registration", "launch", registration, "-o", "json"], environ))
    return Content(launch["launchLink"])


def fill(data: Path, count: int) -> None:
    """Put many registrations that were played into a store."""
    copies = {
        "registrations": "'many-' || n AS id",
        "instances": "'many-' || n AS registration_id",
        "launches": "'many-' || n AS registration_id, 'launch-' || n AS id",
        "sittings": "'many-' || n AS registration_id, 'launch-' || n AS launch_id, "
        "'sitting-' || n AS id, 'exited' AS state",
        "tracking": "'sitting-' || n AS sitting_id, NULL AS session",
    }
    with closing(sqlite3.connect(data / "emulator.sqlite3")) as database, database:
        database.execute(
            "CREATE TEMP TABLE numbers AS WITH RECURSIVE numbers(n) AS "
            "(SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?) SELECT n FROM numbers",
            (count,),
        )
        for table, changed in copies.items():
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            new = {part.split(" AS ")[1]: part.split(" AS ")[0] for part in changed.split(", ")}
            values = ", ".join(new.get(column, f"one.{column}") for column in columns)
            database.execute(
                f"INSERT INTO {table} SELECT {values} FROM numbers, "
                f"(SELECT * FROM {table} LIMIT 1) one"
            )
        database.execute(
            "INSERT INTO happenings (sitting_id, activity, number, record) "
            "SELECT 'sitting-' || n, one.activity, k, one.record FROM numbers, "
            "(SELECT n AS k FROM numbers LIMIT ?), "
            "(SELECT * FROM happenings WHERE number = 2 LIMIT 1) one",
            (HAPPENINGS,),
        )


def measure(content: Content, label: str) -> float:
    """Print what a SetValue takes in a new session, and in one that has gone on for long."""
    new = content.median(500)
    content.call(("SetValue", "cmi.suspend_data", "x" * 64_000))
    print(f"{label}: {new:.2f} ms; with 64 KB of suspend data {content.median(100):.2f} ms")
    return new


def measure_long(content: Content) -> dict[int, float]:
    """Print what a SetValue takes with many interactions, and return it by their number."""
    there, medians = 0, {}
    for count in INTERACTIONS:
        for first in range(there, count, 50):
            content.call(
                *(
                    ("SetValue", f"cmi.interactions.{number}.{name}", value)
                    for number in range(first, first + 50)
                    for name, value in (("id", f"q-{number}"), ("type", "choice"))
                )
            )
        there = count
        medians[count] = content.median(50)
        print(f"with {count:,} interactions: {medians[count]:.2f} ms")
    return medians


def main() -> int:
    """Print the figures; return 1 where one is too high."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else REGISTRATIONS
    with tempfile.TemporaryDirectory() as name:
        data = Path(name, "data")
        with served(data) as environ:
            run(["emulator", "sample", "--standard", COURSE.removeprefix("sample-")], environ)
            small = measure(launched(environ, "small"), "a new store")
            long = measure_long(launched(environ, "long"))[LIMITED_INTERACTIONS]
        fill(data, count)
        with served(data) as environ:
            large = measure(launched(environ, "large"), f"{count:,} registrations")
    print(
        f"{max(small, large):.2f} ms in a new session, {long:.2f} ms with "
        f"{LIMITED_INTERACTIONS:,} interactions (at most {LIMIT:.0f})"
    )
    return int(max(small, large, long) > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
