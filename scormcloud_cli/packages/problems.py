"""What can be wrong with a course package: stable codes, how bad each is, what to do about it."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

_LONGEST_SENTENCE = 500
_LONGEST_NAME = 200
# As many problems of one kind are told each by itself; of more, so many are told as examples.
_EACH_BY_ITSELF = 5
_EXAMPLES = 3


def shortened(sentence: str, length: int = _LONGEST_SENTENCE) -> str:
    """Return at most *length* characters of *sentence*: names in a package may be huge."""
    return sentence if len(sentence) <= length else sentence[:length] + "…"


def quoted(name: str) -> str:
    """Return a name as it stands in a sentence: in quotes, and not at any length."""
    return repr(shortened(name, _LONGEST_NAME))


def told_apart(*names: str) -> list[str]:
    """Return names in quotes, with escapes where they would look alike."""
    alike = len({unicodedata.normalize("NFC", name) for name in names}) < len(names)
    return [ascii(shortened(name, _LONGEST_NAME)) if alike else quoted(name) for name in names]


def with_examples(sentence: str, examples: Sequence[str]) -> str:
    """Return ``SENTENCE: A, B, and 7 more.`` of a sentence and examples."""
    more = len(examples) - _EACH_BY_ITSELF
    end = f", and {more} more" if more > 0 else ""
    return shortened(f"{sentence}: {', '.join(examples[:_EACH_BY_ITSELF])}{end}.")


class Severity(StrEnum):
    """How bad a problem is, the worst first.

    An error prevents the course from being imported or launched. A warning works in one place and
    not in another, or does something else than the author meant. A note is only good to know.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """Its place in the order of severities: 0 is the worst."""
        return list(Severity).index(self)


class Rule(NamedTuple):
    """A kind of problem.

    Attributes:
        severity: how bad it is.
        summary: what it is, in a few words.
        advice: what to do about it, in a sentence.
    """

    severity: Severity
    summary: str
    advice: str


_EXPORT_AGAIN = "Export the course again from the authoring tool."
_ZIP_AGAIN = "Zip the folder again: scloud course pack FOLDER."

# The summary and the advice of each kind of problem: first those of the zip, then those of the
# descriptor, then those of what the descriptor refers to.
_ERRORS = {
    "not_a_zip": ("not a zip", "Give the zip of the course, or its folder."),
    "truncated": ("the zip is cut off", "Download or export it again."),
    "damaged": ("a file in the zip is damaged", "Download or export it again."),
    "encrypted": ("the zip is encrypted", "Zip the course without a password."),
    "unsupported_compression": ("an unsupported compression", "Zip the course with deflate."),
    "too_large": ("larger than any course", "Check what was put into the zip."),
    "too_complex": ("more complex than any course", _EXPORT_AGAIN),
    "zip_bomb": ("unpacks to far more than it holds", "Do not trust this file; ask who made it."),
    "unsafe_path": ("a file outside the package's folder", _ZIP_AGAIN),
    "zip_of_zips": ("zips in the place of a course", "Give each of them by itself."),
    "no_manifest": (
        "no course descriptor where one belongs",
        "Zip the content of the course's folder, so that imsmanifest.xml is at the top.",
    ),
    "not_scorm": ("another kind of content than SCORM", _EXPORT_AGAIN),
    "wrong_descriptor": ("not what the descriptor's name says", _EXPORT_AGAIN),
    "not_media": ("not the media type that its name says", "Give a pdf, mp3 or mp4 file."),
    "malformed_xml": ("XML that is not well-formed", "Fix the XML at that place."),
    "undeclared_prefix": (
        "a prefix without a namespace",
        'Declare it on the outermost element: xmlns:PREFIX="…".',
    ),
    "malformed_aicc": ("an AICC table that cannot be read", "Fix that line."),
    "document_type": (
        "XML with a document type",
        "Remove <!DOCTYPE …>, and write the text of the entities that it declares.",
    ),
    "nothing_to_launch": ("nothing that can be launched", "Give an item a resource with an href."),
    "missing_launch_file": ("a missing launch file", "Add the file, or correct the path."),
    "launch_differs_in_case": (
        "a launch path that differs in case",
        "Write it as the file is called: the service distinguishes case.",
    ),
    "missing_resource": (
        "a lesson whose resource does not exist",
        "Add the resource, or correct the item's identifierref.",
    ),
    "not_an_iri": (
        "an id that is no IRI",
        "Write one such as https://example.org/course/lesson-1.",
    ),
    "duplicate_iri": ("an id used twice", "Give each its own id."),
    "reserved_parameter": (
        "parameters that the LMS adds itself",
        "Remove them from the url: endpoint, fetch, actor, activityId and registration are cmi5's.",
    ),
    "malformed_url": ("a url with a blank", "Write %20 in the place of a blank."),
    "elements_out_of_order": (
        "elements that are not in the order of the schema",
        "Put them into that order.",
    ),
    "no_href": ("a lesson without a file to open", "Name the file that it opens."),
    "path_leaves_package": ("a path that leaves the package", "Write a path inside the package."),
    "not_a_web_address": ("a link that no browser opens", "Give an https address or a path."),
}
_WARNINGS = {
    "symbolic_link": ("a symbolic link", "Replace the link by the file itself, and zip again."),
    "backslash_name": ("names with backslashes", _ZIP_AGAIN),
    "duplicate_entry": ("two files with the same name", _ZIP_AGAIN),
    "names_differ_in_case": (
        "names that differ only in case",
        "Rename one of them: on Windows and macOS they are the same file.",
    ),
    "windows_name": ("a name not allowed on Windows", "Rename the file, and what refers to it."),
    "suspicious_compression": (
        "compressed unusually well",
        "Make sure that this file is meant to have almost no content.",
    ),
    "package_in_folder": ("the course is in a folder", "Zip the content of the folder instead."),
    "descriptor_name": ("the descriptor's name", "Rename it to the standard's name."),
    "no_schemaversion": ("no schemaversion", "Add <schemaversion> with the edition to <metadata>."),
    "contradicting_version": (
        "a schemaversion that the namespaces contradict",
        "Correct the <schemaversion>, or the namespaces.",
    ),
    "unknown_schemaversion": (
        "an unknown schemaversion",
        "Write 1.2, 2004 3rd Edition or 2004 4th Edition.",
    ),
    "missing_default_organization": (
        "the default organization does not exist",
        "Name an existing one in <organizations default>.",
    ),
    "no_organization": (
        "no organization",
        "Add an <organization> with an item for the resource: it gives the course its title.",
    ),
    "duplicate_identifier": ("an identifier used twice", "Give each its own identifier."),
    "bad_number": ("not a number, or out of range", "Write a number in that range."),
    "bad_value": ("a value that the standard does not define", "Write one that it defines."),
    "element_for_attribute": (
        "an element where an attribute belongs",
        'Write it as an attribute: <au moveOn="Passed">.',
    ),
    "missing_metadata": ("missing metadata", "Add the file, or remove <adlcp:location>."),
    "bad_metadata": ("metadata that cannot be read", "Fix the file."),
    "missing_table": ("an AICC table is missing", _EXPORT_AGAIN),
    "unplaced_unit": (
        "a unit that the structure leaves out",
        "Make it a member of a block in the .cst file.",
    ),
    "bad_structure": ("an inconsistent structure", "Correct the .cst file."),
    "item_without_target": ("an item that leads nowhere", "Give it a resource, or other items."),
    "dangling_reference": ("a dangling reference", "Add what it refers to, or remove it."),
    "missing_file": ("a missing file", "Add it, or remove it from the manifest."),
    "file_leaves_package": (
        "a listed file outside the package",
        "Add it to the package, or remove it from the manifest.",
    ),
    "differs_in_encoding": (
        "a name that is encoded otherwise",
        "Rename the file with plain letters, or write both names in composed Unicode.",
    ),
    "differs_in_case": (
        "a path that differs in case",
        "Write it as the file is called: the service distinguishes case.",
    ),
    "backslash_path": ("a path with backslashes", "Write it with slashes."),
    "launches_elsewhere": (
        "content on another host",
        "Put the content into the package: elsewhere it may not reach the service, or disappear.",
    ),
}
_NOTES = {
    "over_trial_limit": (
        "larger than a trial account may upload",
        "Shrink its media, or use an account without the limit of 100 MB.",
    ),
    "several_descriptors": ("more than one descriptor", "Remove those that are not to be used."),
    "several_organizations": ("more than one organization", "Only the default one is imported."),
    "several_launches": ("more than one activity to launch", "Only the first is used."),
    "unreferenced_files": ("unlisted files", "List them in the manifest, or leave them out."),
}

RULES: Mapping[str, Rule] = {
    code: Rule(severity, summary, advice)
    for severity, rules in zip(Severity, (_ERRORS, _WARNINGS, _NOTES), strict=True)
    for code, (summary, advice) in rules.items()
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a package.

    Attributes:
        code: which of `RULES` it is.
        message: what is wrong, in a sentence.
        file: the path in the zip of the file that has the problem, if it is in one.
        line: its line, counted from 1.
        column: its column, counted from 1.
        count: how many problems of this kind it stands for.
        remedy: what to do about this one, where more is known than the rule's advice.
    """

    code: str
    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    count: int = 1
    remedy: str | None = None

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return RULES[self.code].severity

    @property
    def advice(self) -> str:
        """What to do about it, in a sentence."""
        return self.remedy or RULES[self.code].advice

    @property
    def place(self) -> str:
        """Where it is: ``imsmanifest.xml:20:5``; "" for the package as a whole."""
        parts = [self.file, self.line, self.column]
        return ":".join(str(part) for part in parts if part is not None)


class ProblemList:
    """Problems in the order in which they were noted, each once, many of one kind as one."""

    def __init__(self) -> None:
        self._shown: list[Problem] = []
        self._counts: Counter[str] = Counter()
        self._messages: set[int] = set()

    def add(self, problem: Problem) -> None:
        """Note a problem, unless there is one with the same message."""
        # Hashes, because a hostile package could have a hundred thousand different messages.
        if (message := hash(problem.message)) in self._messages:
            return
        self._messages.add(message)
        self._counts[problem.code] += 1
        if self._counts[problem.code] <= _EACH_BY_ITSELF:
            self._shown.append(replace(problem, message=shortened(problem.message)))

    def __iter__(self) -> Iterator[Problem]:
        """Yield the problems; of many of a kind one, with their number and the first few."""
        summarized: set[str] = set()
        for problem in self._shown:
            count = self._counts[problem.code]
            if count <= _EACH_BY_ITSELF:
                yield problem
            elif problem.code not in summarized:
                summarized.add(problem.code)
                alike = [other.message for other in self._shown if other.code == problem.code]
                messages = " ".join(alike[:_EXAMPLES])
                message = f"{messages} And {count - _EXAMPLES} more, {count} in all."
                yield replace(problem, message=message, count=count, remedy=None)
