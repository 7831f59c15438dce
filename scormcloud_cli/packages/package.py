"""A course package as a whole: its descriptor is found and read, and its files are opened."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields

from scormcloud_cli.packages import aicc, cmi5, scorm, tincan
from scormcloud_cli.packages.archive import Archive, PackageFile, Source
from scormcloud_cli.packages.content import ContentStream
from scormcloud_cli.packages.errors import InvalidPackage
from scormcloud_cli.packages.folder import PackageFolder
from scormcloud_cli.packages.models import Description
from scormcloud_cli.packages.problems import Problem, quoted, with_examples

Reader = Callable[[PackageFolder, str], Description]

# The newest standard first: packages keep an older descriptor for systems that do not know the
# newer one.
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
        problems: what was tolerated in the package; many of one kind are one.
        files: every file by its path in the zip, in the zip's order.
        archive: the zip itself.
    """

    descriptor: str
    root: str
    problems: tuple[Problem, ...]
    files: Mapping[str, PackageFile]
    archive: Archive = field(repr=False, compare=False)

    @property
    def warnings(self) -> tuple[str, ...]:
        """The messages of the problems: the warnings of an import."""
        return tuple(problem.message for problem in self.problems)

    def open(self, name: str) -> ContentStream:
        """Open a file by its path relative to ``root``, not percent-encoded.

        Raises:
            FileNotFoundError: the package has no such file.
            InvalidPackage: it is encrypted or damaged.
            OSError: the zip is gone.
        """
        return self.archive.open(f"{self.root}/{name}" if self.root else name)


def read_package(source: Source) -> Package:
    """Read a course package, without unpacking it: its list of files, and its descriptor.

    A descriptor belongs at the top of the zip. Where none is there, it is accepted in the only
    folder that has one: directly below the top, or deeper when every folder above it has nothing
    but the next in it, as Rustici's packaging paper for ``tincan.xml`` allows.

    Args:
        source: a path, or a seekable binary file, which stays open.

    Returns:
        The package. It keeps no file open; its files are read from *source* on demand.

    Raises:
        InvalidPackage: it is not a course package that can be read. No other exception is raised
            for what the file contains.
        OSError: the path cannot be opened.
    """
    return read_archive(Archive(source))


def read_archive(archive: Archive) -> Package:
    """Read the course package in an archive; like `read_package`."""
    descriptor = _descriptor(archive)
    root, _, name = descriptor.rpartition("/")
    folder = PackageFolder(archive, descriptor)
    if root:
        message = f"The package is in the folder {root!r} of the zip, not at its top."
        folder.note("package_in_folder", message)
    kind = _kind(name)
    if kind not in (name, aicc.DESCRIPTOR_SUFFIX):
        message = f"The descriptor is called {name!r}; its name in the standard is {kind!r}."
        folder.note("descriptor_name", message)
    if any(_kind(other) for other in folder.names() if other != name):
        message = f"The package has more than one descriptor; {name!r} is used."
        folder.note("several_descriptors", message)
    try:
        description = _READERS[kind](folder, name)
    except InvalidPackage as invalid:
        invalid.noted = tuple(folder.problems)
        raise
    return Package(
        **{field.name: getattr(description, field.name) for field in fields(Description)},
        descriptor=descriptor,
        root=root,
        problems=tuple(folder.problems),
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
            # Of several .crs files, this is the first in the zip.
            return min(by_folder[folders[0]], key=_rank)
        where = ", ".join(sorted(by_folder)[:3])
        reason = (
            f"The descriptor is not at the top of the zip but in {where}. Zip the folder's content."
        )
    elif zips := [quoted(name) for name in archive.files if name.lower().endswith(".zip")]:
        what = with_examples(f"The zip has no course of its own but {len(zips)} zips", zips)
        raise InvalidPackage(what, "zip_of_zips")
    else:
        reason = (
            "The zip has no course descriptor: no imsmanifest.xml (SCORM), cmi5.xml, tincan.xml "
            "(xAPI) or .crs file (AICC)."
        )
    raise InvalidPackage(reason, "no_manifest")


def _kind(name: str) -> str:
    """Return the key of ``_READERS`` for a file called *name*, "" if it is not a descriptor."""
    lower = name.lower()
    if lower.endswith(aicc.DESCRIPTOR_SUFFIX):
        return aicc.DESCRIPTOR_SUFFIX
    return lower if lower in _READERS else ""


def _rank(path: str) -> int:
    return list(_READERS).index(_kind(path.rpartition("/")[2]))


def _depth(folder: str) -> int:
    return folder.count("/") + 1 if folder else 0
