"""References in code, docstrings and documentation lead to something that exists.

A reference to a page reads ``docs/service/v1.md, Signing``: the page, then the text of a heading.
One to the catalogue reads ``v2.json, CourseSchema``: the file, then an operation, schema or
setting. Dotted names of Python stand in single backticks, anything else in double ones.
"""

import ast
import functools
import importlib.util
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
PACKAGE = TOP / "scormcloud_cli"
CATALOGUE = PACKAGE / "api" / "catalog"
PAGES = sorted((TOP / "docs").rglob("*.md"))
OTHER_TEXTS = [TOP / "README.md", TOP / "CHANGELOG.md", *sorted((TOP / ".github").glob("*.md"))]
SOURCES = [
    path
    for folder in (PACKAGE, TOP / "tests")
    for path in sorted(folder.rglob("*.py"))
    if path != Path(__file__)
]

# Notes outside of the repository, which code pointed to once, and numbers of their sections.
OUTSIDE = re.compile(
    r"(?<![\w/-])spec\b(?=/| \N{SECTION SIGN})|\N{SECTION SIGN}\d|\b(?:design|anchors)\.md\b"
    r"|\b(?:v1-protocol|v2-facts|v1-methods|v2-openapi)\b"
)
# Code names a page with its folders, so that whoever reads it knows where to look.
WITHOUT_FOLDER = re.compile(
    r"(?<![\w/-])(?:cli|architecture|python-api|(?:service/)?(?:v1|v2|runtime))\.md\b"
)
TO_PAGE = re.compile(r"\bdocs/([\w/-]+\.md)(?:, (?=[A-Z0-9])([^\n]{0,80}))?")
TO_CATALOGUE = re.compile(r"\b(v1|v2|settings)\.json(?:, (rustici(?:\.\w+)+|[A-Z]\w+))?")
LINK = re.compile(r"\]\(([^)\s]+)\)")
PATH = re.compile(r"`((?:scormcloud_cli|tests|docs|completions)/[\w./*-]*)`")
SETTING = re.compile(r"`((?:Player|ApiRollup)\w+)`")
DOTTED = re.compile(r"(?<!`)`([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)(?:\(\))?`(?!`)")
OURS = re.compile(r"\bscormcloud_cli(?:\.[A-Za-z_]\w*)+")


def relative(path: Path) -> str:
    """Return the path of a file inside the project."""
    return path.relative_to(TOP).as_posix()


def flat(text: str) -> str:
    """Return a text with each line break, and the comment sign after it, as one space."""
    return re.sub(r"\s*\n\s*(?:# ?)?", " ", text)


def headings(page: str) -> list[str]:
    """Return the headings of a page, without their signs."""
    outside_code = re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL)
    return [match[1] for match in re.finditer(r"^#+ (.+)$", outside_code, re.MULTILINE)]


def anchor(heading: str) -> str:
    """Return the anchor that a heading gets where the pages are shown."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def begins_with(text: str, heading: str) -> bool:
    """Say whether a text begins with a heading, and not with a longer word."""
    return re.match(re.escape(heading) + r"(?!\w)", text) is not None


def bad_references(text: str) -> Iterator[str]:
    """Yield the references to pages and to the catalogue that lead nowhere, or have an old form."""
    text = flat(text)
    for match in OUTSIDE.finditer(text):
        yield f"old form: {text[max(0, match.start() - 20) : match.end() + 30]}"
    for match in TO_PAGE.finditer(text):
        page = TOP / "docs" / match[1]
        if not page.is_file():
            yield f"no page: {match[0]}"
        elif match[2] and not any(
            begins_with(match[2], heading) for heading in headings(page.read_text("utf-8"))
        ):
            yield f"no heading: {match[0]}"
    for match in TO_CATALOGUE.finditer(text):
        if match[2] and match[2] not in catalogue_names(match[1]):
            yield f"not in the catalogue: {match[0]}"


def bad_references_of_code(text: str) -> list[str]:
    """Return the references of code that lead nowhere, have an old form, or name no folder."""
    without_folder = [f"no folder: {match[0]}" for match in WITHOUT_FOLDER.finditer(flat(text))]
    return [*bad_references(text), *without_folder]


@functools.cache
def catalogue_names(name: str) -> set[str]:
    """Return what one file of the catalogue has names for."""
    document = json.loads(next(CATALOGUE.rglob(f"{name}.json")).read_text("utf-8"))
    operations = {entry["name"] for entry in document.get("operations", ())}
    settings = {entry["id"] for entry in document.get("settings", ())}
    return operations | settings | set(document.get("schemas", ()))


def members_of(body: list[ast.stmt], *, of_class: bool = False) -> set[str]:
    """Return the names that the statements of a module or class define, ``self.x`` included."""
    names: set[str] = set()
    for statement in body:
        if isinstance(statement, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(statement.name)
            if of_class:
                stored = [node for node in ast.walk(statement) if isinstance(node, ast.Attribute)]
                names |= {node.attr for node in stored if isinstance(node.ctx, ast.Store)}
        elif isinstance(statement, ast.If | ast.Try):
            names |= members_of([*statement.body, *statement.orelse], of_class=of_class)
        else:
            for node in ast.walk(statement):
                if isinstance(node, ast.alias):
                    names.add((node.asname or node.name).partition(".")[0])
                elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    names.add(node.id)
    return names


@pytest.fixture(scope="module")
def index() -> dict[str, set[str]]:
    """What each of our modules and classes defines: by bare name, modules by dotted name too."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(TOP).with_suffix("").parts
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        tree = ast.parse(path.read_text("utf-8"))
        members = members_of(tree.body)
        for start in range(len(parts)):
            names[".".join(parts[start:])] |= members
            if start < len(parts) - 1:
                names[".".join(parts[start:-1])].add(parts[-1])
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                names[node.name] |= members_of(node.body, of_class=True)
                for base in node.bases:
                    names[node.name] |= names.get(ast.unparse(base).rpartition(".")[2], set())
    return names


def exists(name: str, index: dict[str, set[str]]) -> bool:
    """Say whether a dotted name is one of ours, or begins with a module that is not ours."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        owner = ".".join(parts[:length])
        if owner in index:
            break
    else:
        return importlib.util.find_spec(parts[0]) is not None
    for part in parts[length:]:
        if part not in index.get(owner, set()) and not part.startswith("__"):
            return False
        owner = part
    return True


def bad_names(text: str, index: dict[str, set[str]]) -> list[str]:
    """Return the dotted names, in single backticks or of our package, that lead nowhere."""
    names = set(DOTTED.findall(text)) | set(OURS.findall(text))
    return [f"no such name: {name}" for name in sorted(names) if not exists(name, index)]


def bad_links(page: Path) -> Iterator[str]:
    """Yield the links, paths and settings of a page that lead nowhere."""
    text = page.read_text("utf-8")
    for link in LINK.findall(text):
        if link.startswith(("http://", "https://")):
            continue
        name, _, fragment = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists():
            yield f"no file: {link}"
        elif fragment and fragment not in map(anchor, headings(target.read_text("utf-8"))):
            yield f"no heading: {link}"
    for path in PATH.findall(text):
        if not any(TOP.glob(path.rstrip("/"))):
            yield f"no file: {path}"
    known = catalogue_names("settings")
    yield from (f"no setting: {name}" for name in SETTING.findall(text) if name not in known)


def test_references_of_the_code_lead_somewhere(index: dict[str, set[str]]) -> None:
    texts = {path: path.read_text("utf-8") for path in SOURCES}
    for path in sorted(CATALOGUE.rglob("*.json")):
        texts[path] = json.loads(path.read_text("utf-8"))["source"]
    problems = [
        f"{relative(path)}: {problem}"
        for path, text in texts.items()
        for problem in (*bad_references_of_code(text), *bad_names(text, index))
    ]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("page", [*PAGES, *OTHER_TEXTS], ids=relative)
def test_references_of_a_page_lead_somewhere(page: Path, index: dict[str, set[str]]) -> None:
    text = page.read_text("utf-8")
    names = [f"no such name: {name}" for name in OURS.findall(text) if not exists(name, index)]
    assert [*bad_links(page), *bad_references(text), *names] == []


def test_every_page_is_listed() -> None:
    readme = TOP / "docs" / "README.md"
    listed = {(readme.parent / link).resolve() for link in LINK.findall(readme.read_text("utf-8"))}
    assert [page for page in PAGES if page not in listed | {readme}] == []


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_headings_of_a_page_differ(page: Path) -> None:
    anchors = [anchor(heading) for heading in headings(page.read_text("utf-8"))]
    assert sorted(anchors) == sorted(set(anchors))


@pytest.mark.parametrize(
    "text",
    [
        "The signature (docs/service/v1.md, Signing).",
        "The signature (docs/service/v1.md,\n    Signing).",
        "# As docs/service/v1.md, Error\n# codes, says.",
        "Facts stand in docs/service/v2.md.",
        "A course (v2.json, CourseSchema).",
        "An export (v1.json, rustici.export.status).",
        "Where results go (settings.json, ApiRollupRegistrationPostBackUrl).",
    ],
)
def test_a_good_reference_is_taken(text: str) -> None:
    assert bad_references_of_code(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "(docs/service/v3.md)",
        "(docs/service/v1.md, Singing)",
        "(docs/service/v1.md, Sign)",
        "(docs/service/v1.md,\n    Signatures)",
        "(docs/service/v1.md, Times)",
        "(v2.json, CoarseSchema)",
        "(v1.json, rustici.export.stand)",
        "(spec/v1-protocol.md)",
        "(\N{SECTION SIGN}7)",
        "(design.md, One shape)",
        "as cli.md has it",
    ],
)
def test_a_bad_reference_is_noticed(text: str) -> None:
    assert bad_references_of_code(text) != []


@pytest.mark.parametrize(
    "name", ["api.courses.Courses", "Cloud.courses", "CloudError.more", "json.loads", "sys.modules"]
)
def test_a_good_name_is_taken(name: str, index: dict[str, set[str]]) -> None:
    assert bad_names(f"As `{name}`.", index) == []


@pytest.mark.parametrize(
    "text",
    [
        "As `api.courses.Coarses`.",
        "As `Cloud.coarses`.",
        "As `no_module_of_ours.Courses`.",
        "As ``scormcloud_cli.api.coarses``.",
    ],
)
def test_a_bad_name_is_noticed(text: str, index: dict[str, set[str]]) -> None:
    assert bad_names(text, index) != []


@pytest.mark.parametrize(
    "text",
    [
        "[a page](no-such-page.md)",
        "[a heading](#no-such-heading)",
        "`scormcloud_cli/no_such_file.py`",
        "`PlayerNoSuchSetting`",
    ],
)
def test_a_bad_link_is_noticed(text: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# A page\n\nSee {text}.\n", "utf-8")
    assert list(bad_links(page)) != []
