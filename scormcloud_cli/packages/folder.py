"""The folder of a zip that is the package: its files, launch links and warnings."""

import math
import re
from typing import NamedTuple
from urllib.parse import unquote

from scormcloud_cli.packages.archive import Archive
from scormcloud_cli.packages.models import ActivityKind
from scormcloud_cli.packages.problems import Problem, shortened

_DESCRIPTOR_LIMIT = 16 * 1024 * 1024
_PROBLEM_LIMIT = 100
# One letter before the colon is a Windows drive and no scheme.
_URL = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]+:|//)")
_WEB_URL = re.compile(r"(https?:)?//[^/]", re.IGNORECASE)


class Launch(NamedTuple):
    """What to open: a path or URL, None when there is nothing, and the parameters after it."""

    path: str | None
    parameters: str = ""

    @property
    def kind(self) -> ActivityKind:
        """What an activity with this launch is, unless its standard tells more."""
        return ActivityKind.UNKNOWN if self.path is None else ActivityKind.SCO


class PackageFolder:
    """The package inside an archive, from the folder of its descriptor down.

    Attributes:
        root: the path of that folder in the zip, without slash at the end; "" at the top.
        descriptor: the path in the zip of the file that describes the course.
        problems: what was tolerated in the archive, then in the descriptor; at most a hundred.
        unlisted: how many more problems there are.
    """

    def __init__(self, archive: Archive, descriptor: str) -> None:
        self.root = descriptor.rpartition("/")[0]
        self.descriptor = descriptor
        self.problems: list[Problem] = list(archive.problems[:_PROBLEM_LIMIT])
        self.unlisted = len(archive.problems) - len(self.problems)
        self._archive = archive
        self._messages = {problem.message for problem in self.problems}

    def note(
        self, code: str, message: str, line: int | None = None, *, file: str | None = None
    ) -> None:
        """Add a problem, unless there is one with the same message.

        Args:
            code: one of `problems.RULES`.
            message: what is wrong, in a sentence.
            line: where in the file, counted from 1.
            file: the path in the zip of the file that has the problem; the descriptor if None.
        """
        message = shortened(message)
        if message in self._messages:
            return
        self._messages.add(message)
        if len(self.problems) < _PROBLEM_LIMIT:
            self.problems.append(Problem(code, message, file or self.descriptor, line))
        else:
            self.unlisted += 1

    def path(self, name: str) -> str:
        """Return the path in the zip of the file *name* of this folder."""
        return f"{self.root}/{name}" if self.root else name

    def find(self, name: str) -> str | None:
        """Return the file *name* of this folder as the zip spells it, whatever its case."""
        path = self._archive.find(self.path(name))
        return path[len(self.path("")) :] if path is not None else None

    def names(self) -> list[str]:
        """Return the names of the files that are directly in this folder, in the zip's order."""
        paths = (path.rpartition("/") for path in self._archive.files)
        return [name for folder, _, name in paths if folder == self.root]

    def read(self, name: str, limit: int = _DESCRIPTOR_LIMIT) -> bytes:
        """Return the content of the descriptor *name*, spelled as in the zip.

        Raises:
            FileNotFoundError: there is no such file.
            InvalidPackage: it cannot be read, or is larger than *limit* bytes, 16 MB by default.
        """
        return self._archive.read(self.path(name), limit)

    def launch(
        self,
        href: str | None,
        owner: str,
        line: int | None,
        *,
        base: str = "",
        parameters: str = "",
    ) -> Launch:
        """Return what *href* opens, adding a problem where that is nothing or a missing file.

        Args:
            href: as the descriptor has it, with or without parameters.
            owner: what to call the activity: ``item 'lesson-1'``.
            line: the line of the descriptor that has it.
            base: the folder that *href* is relative to: the ``xml:base`` values, joined.
            parameters: more of them, where the standard keeps them apart from *href*.
        """
        if href is None:
            return Launch(None)
        href = href.strip()
        if not is_url(href):
            if "\\" in href:
                message = f"The launch path of {owner} is written with backslashes: {href!r}."
                self.note("backslash_path", message, line)
            href = join(base, href.replace("\\", "/"))
        mark = re.search("[?#]", href)
        end = mark.start() if mark else len(href)
        path, query = href[:end], join_parameters(href[end:], parameters)
        if _WEB_URL.match(path):
            message = f"The {owner} opens content on another host: {path!r}."
            self.note("launches_elsewhere", message, line)
            return Launch(path, query)
        if is_url(path):
            message = f"The launch link of {owner} is not a web address: {href!r}."
            self.note("not_a_web_address", message, line)
            return Launch(None)
        resolved = without_dots(path)
        if not resolved:
            message = f"The launch path of {owner} leaves the package: {href!r}."
            self.note("path_leaves_package", message, line)
            return Launch(None)
        self.file_at(resolved, "missing_launch_file", f"The launch file of {owner}", line)
        return Launch(resolved, query)

    def file_at(self, path: str, code: str, what: str, line: int | None) -> str:
        """Return the name of the file that *path* leads to, adding a problem where it differs.

        Args:
            path: relative to this folder, percent-encoded or not.
            code: of the problem that there is no such file; then *path* is returned, decoded.
            what: what to call the file: ``The launch file of item 'lesson-1'``.
            line: the line of the descriptor that has it.
        """
        decoded = unquote(path)
        name = self.find(decoded) or self.find(path)
        if name is None:
            self.note(code, f"{what} is not in the package: {path!r}.", line)
        elif name not in (decoded, path):
            message = f"{what} differs in case: {path!r} in the descriptor, {name!r} in the zip."
            self.note("differs_in_case", message, line)
        return name or decoded

    def number(
        self, text: str | None, what: str, lowest: float, highest: float, line: int | None = None
    ) -> float | None:
        """Return *text* as a number, None where it is none from *lowest* to *highest*.

        A problem is added for a text that is not such a number; *what* is what to call it:
        ``masteryScore of item 'lesson-1'``.
        """
        if not text:
            return None
        try:
            number = float(text) if len(text) < 40 else math.nan
        except ValueError:
            number = math.nan
        if lowest <= number <= highest:
            return number
        message = f"The {what} is not a number from {lowest} to {highest}: {text[:40]!r}."
        self.note("bad_number", message, line)
        return None


def is_url(path: str) -> bool:
    """Tell whether a path is a URL: it has a scheme or a host."""
    return _URL.match(path) is not None


def join(base: str, href: str) -> str:
    """Return *href* in the folder *base*, which may lack the slash at its end.

    By the rules of URIs the last part of a base without slash is dropped; authors mean a folder.
    """
    base = base.strip().replace("\\", "/")
    if not base or _URL.match(href) or href.startswith("/"):
        return href
    return f"{base.rstrip('/')}/{href}"


def join_parameters(query: str, parameters: str) -> str:
    """Return *query*, which may be empty, with *parameters* added.

    By SCORM's content aggregation model, the parameters of an item may begin with ``?`` or ``&`` or
    with neither. The result is "" or begins with ``?`` or ``#``.
    """
    parameters = parameters.strip().lstrip("?&")
    if not parameters:
        return query
    if parameters.startswith("#"):
        return query if "#" in query else query + parameters
    query, hash_mark, fragment = query.partition("#")
    query = f"{query}&{parameters}" if query else f"?{parameters}"
    return query + hash_mark + fragment


def without_dots(path: str) -> str | None:
    """Return the relative *path* without ``.`` and ``..``, None when it leaves the package."""
    parts: list[str] = []
    for part in path.split("/"):
        # A server decodes the path before it looks for the file, so it is decoded here too.
        plain = unquote(part)
        if "/" in plain or "\\" in plain:
            return None
        if plain == "..":
            if not parts:
                return None
            parts.pop()
        elif plain != ".":
            parts.append(part)
    return "/".join(parts)
