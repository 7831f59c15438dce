"""What is wrong with a course package, as far as it can be seen before it is uploaded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from scormcloud_cli.packages.archive import Archive, PackageFile, Source
from scormcloud_cli.packages.errors import InvalidPackage
from scormcloud_cli.packages.package import Package, read_archive
from scormcloud_cli.packages.problems import Problem, Severity, shortened

# What a trial account may upload (docs/service/v2.md, Limits).
_TRIAL_LIMIT = 100 * 1024 * 1024
_SUSPICIOUS_SIZE = 10 * 1024 * 1024
_SUSPICIOUS_RATIO = 100
_LISTED = 5
_NOT_ON_WINDOWS = re.compile(
    r'[<>:"|?*\x00-\x1f]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)', re.IGNORECASE
)
# What the standards themselves add to a package, and no resource names.
_SCHEMAS = re.compile(r"\.(xsd|dtd|xml)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found.

    Attributes:
        package: the package; None where it cannot be read.
        problems: what is wrong, the worst first, then in the order of files and lines.
        unlisted: how many more there are, of no worse kind than those.
    """

    package: Package | None
    problems: tuple[Problem, ...]
    unlisted: int = 0

    def has(self, severity: Severity) -> bool:
        """Say whether there is a problem at least as bad as this."""
        order = list(Severity)
        limit = order.index(severity)
        return any(order.index(problem.severity) <= limit for problem in self.problems)


def check(source: Source) -> Checked:
    """Check a course package.

    Args:
        source: a path, or a seekable binary file, which stays open.

    Raises:
        OSError: the path cannot be opened. Whatever the file holds raises nothing.
    """
    try:
        archive = Archive(source)
    except InvalidPackage as fault:
        return Checked(None, (fault.problem,))
    found = [*_names(archive), *_compression(archive)]
    try:
        package = read_archive(archive)
    except InvalidPackage as fault:
        return Checked(None, _sorted([*archive.problems, *found, fault.problem]))
    found += package.problems
    found += _unreferenced(package)
    return Checked(package, _sorted(found), package.unlisted_problems)


def _sorted(problems: list[Problem]) -> tuple[Problem, ...]:
    order = list(Severity)

    def rank(problem: Problem) -> tuple[int, str, int]:
        return order.index(problem.severity), problem.file or "", problem.line or 0

    return tuple(sorted(problems, key=rank))


def _names(archive: Archive) -> Iterator[Problem]:
    """Yield what is wrong with the names of files: one problem of each kind, with examples."""
    folded: dict[str, list[str]] = {}
    for name in archive.files:
        folded.setdefault(name.casefold(), []).append(name)
    alike = [names for names in folded.values() if len(names) > 1]
    if alike:
        pairs = [" and ".join(map(repr, names)) for names in alike]
        yield Problem("names_differ_in_case", _few("Names differ only in case", pairs), alike[0][0])
    bad = [
        name
        for name in archive.files
        if any(_NOT_ON_WINDOWS.search(part) for part in name.split("/"))
    ]
    if bad:
        names = [repr(name) for name in bad]
        yield Problem("windows_name", _few("Windows cannot have these names", names), bad[0])


def _compression(archive: Archive) -> Iterator[Problem]:
    size = sum(file.compressed_size for file in archive.files.values())
    if size > _TRIAL_LIMIT:
        reason = f"The package has {size / 1024**2:.0f} MB; a trial account may upload 100 MB."
        yield Problem("over_trial_limit", reason)
    dense = [file for file in archive.files.values() if _is_suspicious(file)]
    if dense:
        names = [f"{file.name!r} ({file.size / 1024**2:.0f} MB)" for file in dense]
        reason = _few("Files are packed to less than a hundredth", names)
        yield Problem("suspicious_compression", reason, dense[0].name)


def _is_suspicious(file: PackageFile) -> bool:
    ratio = file.size / max(file.compressed_size, 1)
    return file.size > _SUSPICIOUS_SIZE and ratio > _SUSPICIOUS_RATIO


def _unreferenced(package: Package) -> Iterator[Problem]:
    """Yield a note on files that no resource names; only SCORM says which files it needs."""
    if not package.resources:
        return
    prefix = package.root + "/" if package.root else ""
    named = {prefix + name for each in package.resources for name in each.files}
    opened = [each.launch for each in package.root_activity.walk()]
    opened += [re.split("[?#]", each.href)[0] for each in package.resources if each.href]
    named |= {prefix + unquote(path) for path in opened if path}
    loose = [name for name in package.files if name not in named and not _SCHEMAS.search(name)]
    if loose:
        reason = _few(
            f"No resource names {len(loose)} of the files", [repr(each) for each in loose]
        )
        yield Problem("unreferenced_files", reason, package.descriptor)


def _few(sentence: str, names: list[str]) -> str:
    more = len(names) - _LISTED
    shown = ", ".join(names[:_LISTED])
    return shortened(f"{sentence}: {shown}{f', and {more} more' if more > 0 else ''}.")
