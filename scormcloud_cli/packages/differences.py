"""How two packages of a course differ: in their files, and in their descriptors."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scormcloud_cli.packages.archive import Archive
from scormcloud_cli.packages.fingerprint import file_digest
from scormcloud_cli.packages.inspection import inspect
from scormcloud_cli.packages.package import Package

# The differences of files are listed by themselves.
_OF_FILES = ("files", "fileCount", "size", "compressedSize", "problems", "descriptor")


@dataclass(frozen=True, slots=True)
class Differences:
    """How a newer package differs from an older one.

    Attributes:
        added: files that only the newer one has.
        removed: files that only the older one has.
        changed: files with the same name and different content.
        manifest: the differences of the descriptors, each in words.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    manifest: tuple[str, ...]

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self.added or self.removed or self.changed or self.manifest)


def compare(older: Package, newer: Package) -> Differences:
    """Return how *newer* differs from *older*.

    Raises:
        InvalidPackage: a file in one of them is damaged.
        OSError: one of the zips is gone.
    """
    before, after = older.archive, newer.archive
    both = [name for name in after.files if name in before.files]
    return Differences(
        added=tuple(sorted(set(after.files) - set(before.files))),
        removed=tuple(sorted(set(before.files) - set(after.files))),
        changed=tuple(sorted(name for name in both if not _alike(before, after, name))),
        manifest=tuple(_in_words(inspect(older), inspect(newer))),
    )


def _alike(before: Archive, after: Archive, name: str) -> bool:
    if before.files[name].size != after.files[name].size:
        return False
    return file_digest(before, name) == file_digest(after, name)


def _in_words(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    activities, resources = [], []
    for record in (before, after):
        for name in _OF_FILES:
            record.pop(name, None)
        activities.append(_activities(record.pop("rootActivity")))
        resources.append({part["identifier"]: part for part in record.pop("resources", ())})
    yield from _changes("the course", before, after)
    for noun, (old, new) in (("activity", activities), ("resource", resources)):
        yield from (f"{noun} {name!r} is new" for name in new if name not in old)
        yield from (f"{noun} {name!r} is gone" for name in old if name not in new)
        for name in new:
            if name in old:
                yield from _changes(f"{noun} {name!r}", old[name], new[name])


def _activities(root: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the activities of a tree by their identifiers, each with its parent's."""
    activities: dict[str, dict[str, Any]] = {}
    queue = [(root, "")]
    for activity, parent in queue:
        children = activity.pop("children", ())
        identifier = activity.get("itemIdentifier", "")
        activities.setdefault(identifier, {**activity, **({"inside": parent} if parent else {})})
        queue += [(child, identifier) for child in children]
    return activities


def _changes(owner: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if isinstance(old, dict) and isinstance(new, dict):
            yield from _changes(f"{owner}, {name}", old, new)
        elif old != new:
            yield f"{owner}: {name} {_change(old, new)}"


def _change(old: object, new: object) -> str:
    if old is None:
        return f"is now {_shown(new)}"
    if new is None:
        return f"was {_shown(old)} and is gone"
    return f"was {_shown(old)} and is {_shown(new)}"


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    return repr(value) if isinstance(value, str) else str(value).lower()
