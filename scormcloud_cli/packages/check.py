"""What is wrong with a course package, as far as it can be seen before it is uploaded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from scormcloud_cli.packages.archive import Archive, PackageFile, Source, folded
from scormcloud_cli.packages.errors import InvalidPackage
from scormcloud_cli.packages.package import Package, read_archive
from scormcloud_cli.packages.problems import Problem, Severity, quoted, told_apart, with_examples

# What a trial account may upload (docs/service/v2.md, Limits).
_TRIAL_LIMIT = 100 * 1024 * 1024
_SUSPICIOUS_SIZE = 10 * 1024 * 1024
_SUSPICIOUS_RATIO = 100
_NOT_ON_WINDOWS = re.compile(
    r'[<>:"|?*\x00-\x1f]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)', re.IGNORECASE
)
# Files that the standards themselves add to a package, and that no resource lists.
_SCHEMAS = re.compile(r"\.(xsd|dtd|xml)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of a check.

    Attributes:
        package: the package; None where it cannot be read.
        problems: what is wrong, the worst first, then in the order of files and lines; many of one
            kind are one.
    """

    package: Package | None
    problems: tuple[Problem, ...]

    def has(self, severity: Severity) -> bool:
        """Tell whether there is a problem of this severity or a worse one."""
        return any(problem.severity.rank <= severity.rank for problem in self.problems)


def check(source: Source) -> Checked:
    """Check a course package.

    Args:
        source: a path, or a seekable binary file, which stays open.

    Raises:
        OSError: the path cannot be opened. Nothing is raised for what the file contains.
    """
    try:
        archive = Archive(source)
    except InvalidPackage as invalid:
        return Checked(None, (invalid.problem,))
    problems = [*_names(archive), *_compression(archive)]
    try:
        package = read_archive(archive)
    except InvalidPackage as invalid:
        problems += invalid.noted or archive.problems
        # What it is refused for may be one of those that were noted.
        if all(problem.code != invalid.code for problem in problems):
            problems.append(invalid.problem)
        return Checked(None, _sorted(problems))
    problems += [*package.problems, *_unreferenced(package)]
    return Checked(package, _sorted(problems))


def _sorted(problems: list[Problem]) -> tuple[Problem, ...]:
    def order(problem: Problem) -> tuple[int, str, int]:
        return problem.severity.rank, problem.file or "", problem.line or 0

    return tuple(sorted(problems, key=order))


def _names(archive: Archive) -> Iterator[Problem]:
    """Yield what is wrong with the names of files: one problem of each kind, with examples."""
    by_folded: dict[str, list[str]] = {}
    for name in archive.files:
        by_folded.setdefault(folded(name), []).append(name)
    alike = [names for names in by_folded.values() if len(names) > 1]
    if alike:
        pairs = [" and ".join(told_apart(*names)) for names in alike]
        message = with_examples("Names differ only in case or in how accents are written", pairs)
        yield Problem("names_differ_in_case", message, alike[0][0])
    bad = [name for name in archive.files if any(map(_NOT_ON_WINDOWS.search, name.split("/")))]
    if bad:
        message = with_examples("Windows does not allow these names", [*map(quoted, bad)])
        yield Problem("windows_name", message, bad[0])


def _compression(archive: Archive) -> Iterator[Problem]:
    size = sum(file.compressed_size for file in archive.files.values())
    if size > _TRIAL_LIMIT:
        message = f"The package has {size / 1024**2:.0f} MB; a trial account may upload 100 MB."
        yield Problem("over_trial_limit", message)
    dense = [file for file in archive.files.values() if _is_suspicious(file)]
    if dense:
        names = [f"{quoted(file.name)} ({file.size / 1024**2:.0f} MB)" for file in dense]
        message = with_examples("Files are compressed to less than a hundredth", names)
        yield Problem("suspicious_compression", message, dense[0].name)


def _is_suspicious(file: PackageFile) -> bool:
    ratio = file.size / max(file.compressed_size, 1)
    return file.size > _SUSPICIOUS_SIZE and ratio > _SUSPICIOUS_RATIO


def _unreferenced(package: Package) -> Iterator[Problem]:
    """Yield a note on files that no resource lists; only SCORM tells which files it needs."""
    if not package.resources:
        return
    prefix = package.root + "/" if package.root else ""
    listed: set[str | None] = {
        prefix + name for resource in package.resources for name in resource.files
    }
    opened = {activity.launch for activity in package.root_activity.walk()}
    opened |= {re.split("[?#]", resource.href or "")[0] for resource in package.resources}
    listed |= {package.archive.find(prefix + unquote(path)) for path in opened if path}
    loose = [name for name in package.files if name not in listed and not _SCHEMAS.search(name)]
    if loose:
        sentence = f"No resource lists {len(loose)} of the files"
        message = with_examples(sentence, [*map(quoted, loose)])
        yield Problem("unreferenced_files", message, package.descriptor)
