from pathlib import Path
from typing import Any

import click

from scormcloud_cli import api
from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.emulator._data import emulated
from scormcloud_cli.commands.shared import many
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.registrations import LEARNED, REGISTRATION
from scormcloud_cli.workflows.options import RunOptions

_file = click.Path(dir_okay=False, path_type=Path)


@click.command(cls=Command, prints=LEARNED)
@click.argument("ids", metavar="REGISTRATION...|-", nargs=-1, required=True)
@click.option("--pass", "passes", is_flag=True, help="Pass every lesson.  [default]")
@click.option("--fail", "fails", is_flag=True, help="Complete every lesson, and fail it.")
@click.option(
    "--complete", "completes", is_flag=True, help="Complete every lesson, without a verdict."
)
@click.option(
    "--score",
    type=click.FloatRange(0, 100),
    metavar="N",
    help="The score, 0 to 100.  [default: 100 for a pass, 0 for a fail]",
)
@click.option(
    "--time",
    "seconds",
    type=click.FloatRange(0, 35_999_999),
    metavar="SECONDS",
    help="How long each lesson says it took; the emulator's own clock goes on.  [default: 60]",
)
@click.option(
    "--suspend", is_flag=True, help="Leave in the middle, or as said, and mean to return."
)
@click.option("--script", type=_file, metavar="FILE", help="Make these calls instead.")
@click.option("--replay", type=_file, metavar="LOG", help="Make the calls of a launch's log again.")
@many.options
def learn(
    session: Session,
    ids: tuple[str, ...],
    passes: bool,
    fails: bool,
    completes: bool,
    score: float | None,
    seconds: float | None,
    suspend: bool,
    script: Path | None,
    replay: Path | None,
    run: RunOptions,
) -> None:
    """Learn without a browser, and print what came of it.

    The registration is launched and the course played as in a browser, all lessons in order, with
    calls that content of its standard commonly makes (SCORM 1.1 to 2004, AICC). '-' reads IDs
    from standard input. A call that is answered with an error ends it, with exit code 7.

    A registration that is complete is launched for review, without credit, unless the settings say
    otherwise: its status is then "reviewed", and a result that is asked for is refused (7).

    A script is TOML, or JSON with an object a line; error and answer are what is expected:

    \b
      [[call]]
      function = "LMSSetValue"
      arguments = ["cmi.core.lesson_status", "splendid"]
      error = 405                   # 0 where absent
      activity = "lesson-2"         # the first where absent

    \b
    Examples:
      scloud -p local emulator learn golf-ann
      scloud -p local emulator learn golf-ann --fail --score 40 --time 300
      scloud -p local registration list -o ids | scloud -p local emulator learn - --jobs 32
    """
    from scormcloud_cli.workflows import learning
    from scormcloud_cli.workflows.lessons import (
        COMPLETE,
        FAIL,
        PASS,
        UNFINISHED,
        Conduct,
        read_script,
    )

    choices = ((PASS, passes), (FAIL, fails), (COMPLETE, completes))
    results = [result for result, chosen in choices if chosen]
    if len(results) > 1:
        raise UsageError(" and ".join(f"--{result}" for result in results) + " exclude each other")
    calls = script or replay
    given = (*results, score, seconds, suspend or None)
    if script and replay:
        raise UsageError("--script and --replay exclude each other")
    if calls and any(option is not None for option in given):
        raise UsageError("the calls of a file say all: leave out what else is to be reported")
    conduct = Conduct(
        result=results[0] if results else UNFINISHED if suspend else PASS,
        score=score,
        must_count=bool(results) or score is not None,
        seconds=60 if seconds is None else seconds,
        suspend=suspend,
    )
    steps = read_script(calls) if calls else None
    cloud = emulated(session, rate=run.rate)
    registrations = cloud.registrations

    def learn_one(registration_id: str) -> dict[str, Any]:
        link = registrations.launch(registration_id, redirect="blank", expires=None)
        status = learning.learn(cloud.send, link, conduct, steps)
        record = registrations.get(registration_id, api.Detail()).to_record()
        return {"id": registration_id, "status": status, **record}

    many.run_on(session, many.named(session, REGISTRATION, ids), learn_one, run)
