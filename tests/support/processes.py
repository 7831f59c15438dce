"""Runs commands as processes, in a pipe and on a pseudo-terminal; none outlives its test."""

import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from fcntl import ioctl
from pathlib import Path
from typing import Any, Self

from tests.support.environs import LONGEST, SCLOUD, clean_environ
from tests.support.results import Result


class Processes:
    """Starts processes; those that still run at its end are killed."""

    def __init__(self) -> None:
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._stack.close()

    def start(
        self, *arguments: str | Path, environ: Mapping[str, str], folder: Path, **options: Any
    ) -> "subprocess.Popen[str]":
        """Start scloud, its output thrown away unless `options` (of Popen) say otherwise."""
        return self._start([SCLOUD, *arguments], environ, folder, options)

    def start_python(
        self, *arguments: str | Path, environ: Mapping[str, str], folder: Path, **options: Any
    ) -> "subprocess.Popen[str]":
        """Start this Python; as `start`."""
        return self._start([sys.executable, *arguments], environ, folder, options)

    def _start(
        self,
        words: Sequence[str | Path],
        environ: Mapping[str, str],
        folder: Path,
        options: Mapping[str, Any],
    ) -> "subprocess.Popen[str]":
        streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
        process = subprocess.Popen(
            words, env=dict(environ), cwd=folder, text=True, **{**streams, **options}
        )
        self._stack.callback(reap, process)
        return process

    def serve(
        self, folder: Path, *options: str | Path, **streams: Any
    ) -> tuple["subprocess.Popen[str]", str]:
        """Start ``scloud emulator serve``; return the process and where it answers.

        Args:
            folder: its home; its data is in `data` there, unless `options` say otherwise.
            options: further options of the command.
            streams: options of Popen.
        """
        ready = folder / "ready"
        ready.unlink(missing_ok=True)
        process = self.start(
            *("emulator", "serve", "--ready-file", ready, *options),
            environ=clean_environ(folder),
            folder=folder,
            **streams,
        )
        deadline = time.monotonic() + 30
        while not ready.exists():
            assert process.poll() is None, "the emulator ended before it was ready"
            assert time.monotonic() < deadline, "the emulator was not ready in time"
            time.sleep(0.01)
        return process, ready.read_text().strip()


def reap(process: "subprocess.Popen[str]") -> None:
    """Kill a process if it still runs, and close what was held of it."""
    if process.poll() is None:
        process.kill()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            stream.close()
    process.wait(timeout=LONGEST)


def run_process(
    arguments: Sequence[str], *, environ: Mapping[str, str], folder: Path, typed: str = ""
) -> Result:
    """Run scloud as a process, in a pipe."""
    ended = subprocess.run(
        [SCLOUD, *arguments],
        input=typed,
        capture_output=True,
        text=True,
        env=dict(environ),
        cwd=folder,
        timeout=LONGEST,
    )
    return Result(ended.returncode, ended.stdout, ended.stderr)


def run_on_pseudo_terminal(
    arguments: Sequence[str], *, environ: Mapping[str, str], folder: Path, typed: str = ""
) -> Result:
    """Run scloud on a pseudo-terminal of 120 by 40; what it prints is all in `out`."""
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    process = subprocess.Popen(
        [SCLOUD, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=dict(environ),
        cwd=folder,
        text=True,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        printed = _converse(ours, process, typed)
        return Result(process.wait(timeout=LONGEST), printed.replace("\r\n", "\n"), "")
    finally:
        os.close(ours)
        reap(process)


def _converse(ours: int, process: "subprocess.Popen[str]", typed: str) -> str:
    """Type an answer whenever the command has asked, and return all that it prints."""
    printed = b""
    answers = typed.splitlines()
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        ready, _, _ = select.select([ours], [], [], 0.05)
        if ready:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other side has closed its end
                break
            if not piece:
                break
            printed += piece
            if answers and piece.rstrip(b" ").endswith((b"[y/N]", b":")):
                os.write(ours, answers.pop(0).encode() + b"\n")
        elif process.poll() is not None:
            break
    return printed.decode()


def end(process: "subprocess.Popen[str]") -> None:
    """End a process as a service manager does."""
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=20)
