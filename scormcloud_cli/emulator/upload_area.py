"""The upload area: files that come first and are imported later."""

import hashlib
import shutil
import sqlite3
import uuid
from pathlib import Path
from urllib.parse import quote

from scormcloud_cli.emulator import store
from scormcloud_cli.emulator.forms import Uploaded, suffix
from scormcloud_cli.emulator.refusals import Refusal, not_found
from scormcloud_cli.emulator.service import Emulator, make_private
from scormcloud_cli.emulator.store import insert

# The folder of an area that stands for its whole, where no other is named.
DOMAIN = "default"
_AREAS = "files"
# In bytes, of a file or folder; on all systems that there are.
_LONGEST_NAME = 255


def new_token(emulator: Emulator, app_id: str) -> str:
    """Make a token that an upload is announced with, and return it."""
    token = str(uuid.uuid4())
    with emulator.store.writing() as database:
        insert(database, "upload_tokens", {"app_id": app_id, "id": token})
    return token


def token(database: sqlite3.Connection, app_id: str, token_id: str) -> sqlite3.Row | None:
    """Return a token with the size of what came with it, in bytes; None if there is no such one."""
    return store.row(database, "upload_tokens", {"app_id": app_id, "id": token_id})


def put(
    emulator: Emulator, app_id: str, token_id: str, uploaded: Uploaded | None, domain: str
) -> str:
    """Move an uploaded file into the area; return its path there.

    Its name is made up, but tells the one that it was sent under: see `copy`.

    Raises:
        Refusal: the token is unknown, or there is no file.
    """
    with emulator.store.writing() as database:
        if token(database, app_id, token_id) is None:
            raise Refusal(400, f"Unknown upload token [{token_id}]")
        if uploaded is None:
            raise Refusal(400, "There is no file in the call")
        name = str(uuid.uuid4()) + _ending(uploaded.name)
        changes = {"size": uploaded.path.stat().st_size}
        store.update(database, "upload_tokens", {"app_id": app_id, "id": token_id}, changes)
        folder = _folder(emulator, app_id, domain)
        make_private(folder)
        uploaded.path.replace(folder / name)
    return f"{domain}/{name}"


def copy(emulator: Emulator, app_id: str, path: str) -> Uploaded:
    """Return a copy of a file of the area, which is the caller's then.

    Args:
        emulator: the emulator.
        app_id: whose area.
        path: the path that `put` returned, or the name that the file was sent under; of several of
            that name it is the last one.

    Raises:
        Refusal: there is no such file.
    """
    domain, _, name = path.replace("\\", "/").rpartition("/")
    source = _find(emulator, app_id, domain or DOMAIN, name)
    if source is None:
        raise not_found("file", path)
    target = emulator.new_upload()
    shutil.copyfile(source, target)
    return Uploaded(target, name)


def files(emulator: Emulator, app_id: str, domain: str) -> list[Path]:
    """Return the files of a domain, in the order of their names."""
    folder = _folder(emulator, app_id, domain)
    return sorted(folder.iterdir()) if folder.is_dir() else []


def delete(emulator: Emulator, app_id: str, domain: str, name: str) -> None:
    """Delete a file of a domain, if there is one of that name."""
    if path := _find(emulator, app_id, domain, name):
        path.unlink(missing_ok=True)


def clear(emulator: Emulator, app_id: str) -> None:
    """Delete the area of an application that is gone."""
    shutil.rmtree(emulator.folder / _AREAS / _safe(app_id), ignore_errors=True)


def _find(emulator: Emulator, app_id: str, domain: str, name: str) -> Path | None:
    """Return the file that has a name, or was sent under it; None if there is none."""
    there = files(emulator, app_id, domain)
    own = [path for path in there if path.name == _safe(name)]
    sent = own or [path for path in there if path.name.endswith(_ending(name))]
    return max(sent, key=lambda path: path.stat().st_mtime_ns, default=None)


def _ending(name: str) -> str:
    """Return how the made-up name of a file ends that is sent under a name."""
    digest = hashlib.sha256(name.encode(errors="replace")).hexdigest()[:16]
    return f"-{digest}{suffix(name)}"


def _folder(emulator: Emulator, app_id: str, domain: str) -> Path:
    name = _safe(domain)
    if len(name) > _LONGEST_NAME:
        raise Refusal(400, f"[{domain}] is too long for a domain")
    return emulator.folder / _AREAS / _safe(app_id) / name


def _safe(name: str) -> str:
    """Return a name that is one segment of a path, whatever it is made of."""
    return name.replace(".", "%2E") if name in (".", "..") else quote(name, "", errors="replace")
