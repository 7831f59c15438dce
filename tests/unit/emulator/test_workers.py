import os
import threading
import time
from pathlib import Path

from scormcloud_cli.emulator.workers import Worker, Workers, one_at_a_time


def test_a_worker_runs_until_it_leaves(tmp_path: Path) -> None:
    workers = Workers(tmp_path)
    member = workers.enter()
    assert workers.living() == [Worker(os.getpid(), None, None)]
    assert Workers(tmp_path).has(member.worker)
    member.leave()
    assert workers.living() == []
    assert not workers.has(member.worker)


def test_a_worker_tells_where_it_answers_the_youngest_first(tmp_path: Path) -> None:
    workers = Workers(tmp_path)
    members = [workers.enter() for _ in range(3)]
    for second, member in enumerate(members[:2]):
        member.announce(f"http://127.0.0.1:{second}", f"http://127.0.0.1:8{second}")
    for second, member in enumerate(members):
        os.utime(tmp_path / member.worker, (second, second))
    urls = [(worker.base_url, worker.content_url) for worker in workers.living()]
    assert urls == [
        (None, None),
        ("http://127.0.0.1:1", "http://127.0.0.1:81"),
        ("http://127.0.0.1:0", "http://127.0.0.1:80"),
    ]
    members[1].leave()
    assert [worker.base_url for worker in workers.living()] == [None, "http://127.0.0.1:0"]
    for member in members:
        member.leave()


def test_the_file_of_one_that_was_killed_is_forgotten(tmp_path: Path) -> None:
    (tmp_path / "123-dead").write_text('{"baseUrl": "http://127.0.0.1:1"}')
    assert Workers(tmp_path).living() == []
    assert list(tmp_path.iterdir()) == []


def test_where_nobody_has_ever_worked_nobody_does(tmp_path: Path) -> None:
    assert Workers(tmp_path / "nothing").living() == []


def test_blocks_with_the_same_file_run_one_after_another(tmp_path: Path) -> None:
    inside: list[int] = []
    at_most: list[int] = []

    def work(number: int) -> None:
        with one_at_a_time(tmp_path / "lock"):
            inside.append(number)
            at_most.append(len(inside))
            time.sleep(0.01)
            inside.remove(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert at_most == [1] * 5
