"""A course package as a whole: finding its descriptor, and handing out its files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields

from scormcloud_cli.packages import aicc, cmi5, scorm, tincan
from scormcloud_cli.packages.archive import Archive, ContentStream, PackageFile, Source
from scormcloud_cli.packages.errors import InvalidPackage
from scormcloud_cli.packages.folder import PackageFolder
from scormcloud_cli.packages.models import Description
from scormcloud_cli.packages.problems import Problem

Reader = Callable[[PackageFolder, str], Description]

# The newest first: a descriptor is added to a package for systems that know it, and the older ones
# stay for those that do not.
_READERS: dict[str, Reader] = {
    cmi5.DESCRIPTOR: cmi5.read,
    tincan.DESCRIPTOR: tincan.read,
    scorm.DESCRIPTOR: scorm.read,
    aicc.DESCRIPTOR_SUFFIX: aicc.read,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Package(Description):
    """A course package: what its descriptor says, and its files.

    Attributes:
        descriptor: the path in the zip of the file that describes the course.
        root: the folder of the descriptor, "" at the top: launch paths are relative to it.
        problems: what was tolerated in the package; never more than a hundred.
        unlisted_problems: how many more there are.
        files: every file by its path in the zip, in the zip's order.
        archive: the zip itself.
    """

    descriptor: str
    root: str
    problems: tuple[Problem, ...]
    unlisted_problems: int
    files: Mapping[str, PackageFile]
    archive: Archive = field(repr=False, compare=False)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was tolerated, in sentences: what an import tells about."""
        said = tuple(problem.message for problem in self.problems)
        more = self.unlisted_problems
        return (*said, f"There are {more} more warnings.") if more else said

    def open(self, name: str) -> ContentStream:
        """Open a file by its path relative to ``root``, not percent-encoded.

        Raises:
            FileNotFoundError: the package has no such file.
            InvalidPackage: it is encrypted or damaged.
            OSError: the zip has gone.
        """
        return self.archive.open(f"{self.root}/{name}" if self.root else name)


def read_package(source: Source) -> Package:
    """Read a course package, without unpacking it: its list of files, and its descriptor.

    A descriptor belongs at the top of the zip. Where none is there, it is accepted in the only
    folder that has one: directly below the top, or deeper when every folder above it holds nothing
    but the next, as Rustici's packaging paper for ``tincan.xml`` allows.

    Args:
        source: a path, or a seekable binary file, which stays open.

    Returns:
        The package. It keeps no file open; its files are read from *source* when asked for.

    Raises:
        InvalidPackage: it is not a course package that can be read. Whatever the file contains, no
            other exception is raised for it.
        OSError: the path cannot be opened.
    """
    return read_archive(Archive(source))


def read_archive(archive: Archive) -> Package:
    """Read a course package whose list of files has been read; as `read_package`."""
    descriptor = _descriptor(archive)
    root, _, name = descriptor.rpartition("/")
    folder = PackageFolder(archive, descriptor)
    if root:
        reason = f"The package is in the folder {root!r} of the zip, not at its top."
        folder.note("package_in_folder", reason)
    _note_spelling(folder, name)
    if any(_kind(other) for other in folder.names() if other != name):
        reason = f"The package has more than one descriptor; {name!r} counts."
        folder.note("several_descriptors", reason)
    description = _READERS[_kind(name)](folder, name)
    return Package(
        **{part.name: getattr(description, part.name) for part in fields(Description)},
        descriptor=descriptor,
        root=root,
        problems=tuple(folder.problems),
        unlisted_problems=folder.unlisted,
        files=archive.files,
        archive=archive,
    )


def _descriptor(archive: Archive) -> str:
    by_folder: dict[str, list[str]] = {}
    for path in archive.files:
        folder, _, name = path.rpartition("/")
        if _kind(name):
            by_folder.setdefault(folder, []).append(path)
    if by_folder:
        depth = min(map(_depth, by_folder))
        folders = [folder for folder in by_folder if _depth(folder) == depth]
        only = folders[0] + "/" if depth else ""
        if len(folders) == 1 and (
            depth <= 1 or all(path.startswith(only) for path in archive.files)
        ):
            # Of several .crs files the first in the zip counts.
            return min(by_folder[folders[0]], key=_rank)
        found = ", ".join(sorted(by_folder)[:3])
        reason = (
            f"The descriptor is not at the top of the zip but in {found}. Zip the folder's content."
        )
        raise InvalidPackage(reason, "no_manifest")
    reason = (
        "The zip has no descriptor of a course: no imsmanifest.xml (SCORM), cmi5.xml, tincan.xml "
        "(xAPI) or .crs file (AICC)."
    )
    raise InvalidPackage(reason, "no_manifest")


def _kind(name: str) -> str:
    """Return which descriptor a file called *name* is, a key of ``_READERS``, or ""."""
    lower = name.lower()
    if lower.endswith(aicc.DESCRIPTOR_SUFFIX):
        return aicc.DESCRIPTOR_SUFFIX
    return lower if lower in _READERS else ""


def _rank(path: str) -> int:
    return list(_READERS).index(_kind(path.rpartition("/")[2]))


def _depth(folder: str) -> int:
    return folder.count("/") + 1 if folder else 0


def _note_spelling(folder: PackageFolder, name: str) -> None:
    kind = _kind(name)
    if kind != aicc.DESCRIPTOR_SUFFIX and name != kind:
        reason = f"The descriptor is called {name!r}; the standard's name is {kind!r}."
        folder.note("descriptor_name", reason)
