"""Files that come with a request, put down in the data folder."""

import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request

from scormcloud_cli.emulator.service import Emulator


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that came with a request: where it was put down, and the name it was sent under."""

    path: Path
    name: str


async def read(
    request: Request, emulator: Emulator
) -> tuple[list[tuple[str, str]], Uploaded | None]:
    """Read a form: its fields in order, and the first file in it, whatever its part is called.

    Clients name the part as they like (spec/v1-protocol.md §5). The file is never in memory: the
    parser spools it to disk, and it is copied from there.
    """
    fields: list[tuple[str, str]] = []
    uploaded: Uploaded | None = None
    async with request.form() as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                if uploaded is None:
                    uploaded = await run_in_threadpool(_put_down, value, emulator)
            else:
                fields.append((name, value))
    return fields, uploaded


def _put_down(file: UploadFile, emulator: Emulator) -> Uploaded:
    path = emulator.uploads / uuid.uuid4().hex
    with path.open("wb") as target:
        shutil.copyfileobj(file.file, target, 1024 * 1024)
    return Uploaded(path, Path(file.filename or "package.zip").name)
