import click

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.downloads import Target, file_for, target_option
from scormcloud_cli.terminal.views.packages import PACKED


@click.command(cls=Command, prints=PACKED)
@click.argument("folder")
@target_option("Where to.  [default: FOLDER.zip, beside it]")
@click.option("--no-check", is_flag=True, help="Keep the zip whatever is wrong with the course.")
def pack(session: Session, folder: str, target: Target, no_check: bool) -> None:
    """Zip the folder of a course reproducibly, and check it.

    The same files always make the same bytes.

    Order, times and permissions are fixed; scloud.toml, and what operating systems and version
    control leave in folders, stays out (-v tells). A course with errors leaves no zip behind. The
    fingerprint is that of the content: it stays the same however the content is zipped.

    \b
    Examples:
      scloud course pack golf --force
      scloud course pack golf -O build/golf.zip -o json | jq -r .fingerprint
    """
    from pathlib import Path

    from scormcloud_cli.packages.fingerprint import fingerprint
    from scormcloud_cli.workflows.sources import check_package, zip_folder

    path = Path(folder)
    if not path.is_dir():
        raise UsageError(f"there is no folder {folder}", code="file_not_found")
    whole = path.resolve()
    archive = Path(target.path) if target.path else whole.with_name(whole.name + ".zip")
    if archive.resolve().is_relative_to(whole):
        raise UsageError(
            f"{archive} is inside the folder that it is to hold", hint="give -O another place"
        )
    with file_for(session, target.at(str(archive))) as file:
        zip_folder(folder, file, session.progress)
        size = file.tell()
        if not no_check:
            check_package(folder, file, session.progress)
        mark = fingerprint(file)
    session.output.one({"file": str(archive), "bytes": size, "fingerprint": mark})
