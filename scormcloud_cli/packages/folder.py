"""The folder of a zip that is the package: its files, launch links and warnings."""

import re
from typing import NamedTuple
from urllib.parse import unquote

from scormcloud_cli.packages.archive import Archive
from scormcloud_cli.packages.problems import Problem, shortened

_DESCRIPTOR_LIMIT = 16 * 1024 * 1024
_PROBLEM_LIMIT = 100
# One letter before the colon is a Windows drive and no scheme.
_URL = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]+:|//)")
_WEB_URL = re.compile(r"(https?:)?//[^/]", re.IGNORECASE)


class Launch(NamedTuple):
    """What to open: a path or URL (None when there is nothing to), and what goes after it."""

    path: str | None
    parameters: str = ""


class PackageFolder:
    """The package inside an archive, from the folder of its descriptor down.

    Attributes:
        root: that folder's path in the zip, without slash at the end; "" at the top.
        descriptor: the path in the zip of the file that describes the course.
        problems: what a reader tolerated; what the archive tolerated comes first. Never more than
            a hundred.
        unlisted: how many more there are.
    """

    def __init__(self, archive: Archive, descriptor: str) -> None:
        self.root = descriptor.rpartition("/")[0]
        self.descriptor = descriptor
        self.problems: list[Problem] = list(archive.problems[:_PROBLEM_LIMIT])
        self.unlisted = len(archive.problems) - len(self.problems)
        self._archive = archive
        self._said = {problem.message for problem in self.problems}

    def note(
        self, code: str, sentence: str, line: int | None = None, *, file: str | None = None
    ) -> None:
        """Add a problem, once: what is said is said.

        Args:
            code: one of `problems.RULES`.
            sentence: what is wrong.
            line: where in the file, counted from 1.
            file: the file at fault, by its path in the zip; the descriptor if None.
        """
        sentence = shortened(sentence)
        if sentence in self._said:
            return
        self._said.add(sentence)
        if len(self.problems) < _PROBLEM_LIMIT:
            self.problems.append(Problem(code, sentence, file or self.descriptor, line))
        else:
            self.unlisted += 1

    def path(self, name: str) -> str:
        """Return the path in the zip of the file *name* of this folder."""
        return f"{self.root}/{name}" if self.root else name

    def find(self, name: str) -> str | None:
        """Return the file *name* of this folder as the zip spells it, whatever its case."""
        found = self._archive.find(self.path(name))
        return found[len(self.path("")) :] if found is not None else None

    def names(self) -> list[str]:
        """Return the names of the files that lie directly in this folder, in the zip's order."""
        start = len(self.path(""))
        return [
            name[start:]
            for name in self._archive.files
            if name.startswith(self.path("")) and "/" not in name[start:]
        ]

    def read(self, name: str, limit: int = _DESCRIPTOR_LIMIT) -> bytes:
        """Return the content of the descriptor *name*, spelled as the zip does.

        Raises:
            FileNotFoundError: there is no such file.
            InvalidPackage: it cannot be read, or is larger than *limit* bytes, 16 MB by default.
        """
        return self._archive.read(self.path(name), limit)

    def launch(
        self, href: str, owner: str, line: int | None, *, base: str = "", parameters: str = ""
    ) -> Launch:
        """Work out what *href* opens, noting where that is nothing or missing in the package.

        Args:
            href: as the descriptor has it, with or without parameters.
            owner: what to call the activity: ``item 'lesson-1'``.
            line: where in the descriptor it stands.
            base: folder that *href* is relative to: the ``xml:base`` values, joined.
            parameters: more of them, kept apart from *href* by the standard.
        """
        href = href.strip()
        if not _URL.match(href):
            if "\\" in href:
                self.note(
                    "backslash_path",
                    f"The launch path of {owner} is written with backslashes: {href!r}.",
                    line,
                )
            href = join(base, href.replace("\\", "/"))
        mark = re.search("[?#]", href)
        end = mark.start() if mark else len(href)
        path, query = href[:end], join_parameters(href[end:], parameters)
        if _URL.match(path):
            if _WEB_URL.match(path):
                self.note(
                    "launches_elsewhere", f"The {owner} opens content elsewhere: {path!r}.", line
                )
                return Launch(path, query)
            self.note(
                "not_a_web_address",
                f"The launch link of {owner} is not a web address: {href!r}.",
                line,
            )
            return Launch(None)
        resolved = without_dots(path)
        if not resolved:
            self.note(
                "path_leaves_package",
                f"The launch path of {owner} leaves the package: {href!r}.",
                line,
            )
            return Launch(None)
        self._check(resolved, owner, line)
        return Launch(resolved, query)

    def _check(self, path: str, owner: str, line: int | None) -> None:
        wanted = unquote(path)
        found = self.find(wanted)
        if found is None and self.find(path) is None:
            self.note(
                "missing_launch_file",
                f"The launch file of {owner} is not in the package: {path!r}.",
                line,
            )
        elif found is not None and found != wanted:
            self.note(
                "differs_in_case",
                f"The launch file of {owner} differs in case: {path!r} in the descriptor, "
                f"{found!r} in the zip.",
                line,
            )


def is_url(path: str) -> bool:
    """Say whether a path is a link: it has a scheme or a host."""
    return _URL.match(path) is not None


def join(base: str, href: str) -> str:
    """Return *href* inside *base*, a folder with or without a slash at its end.

    URI rules would drop the last part of a base without slash; authors mean a folder.
    """
    base = base.strip().replace("\\", "/")
    if not base or _URL.match(href) or href.startswith("/"):
        return href
    return f"{base.rstrip('/')}/{href}"


def join_parameters(query: str, parameters: str) -> str:
    """Return *query*, which may be empty, with *parameters* added.

    As SCORM's content aggregation model says of an item's parameters, they may come with or without
    their ``?`` or ``&``. The result is "" or begins with ``?`` or ``#``.
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
        # A server decodes the path before it looks for the file: so is it judged.
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
