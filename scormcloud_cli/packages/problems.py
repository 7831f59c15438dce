"""What can be wrong with a course package: stable codes, how bad each is, what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

_LONGEST_SENTENCE = 500


def shortened(sentence: str) -> str:
    """Return *sentence* at a length for people: a descriptor may have names of megabytes."""
    return sentence if len(sentence) <= _LONGEST_SENTENCE else sentence[:_LONGEST_SENTENCE] + "…"


class Severity(StrEnum):
    """How bad a problem is, the worst first.

    An error keeps the course from being imported or launched. A warning is something that works in
    one place and not in another, or does something else than the author meant. A note is good to
    know.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


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


_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
_EXPORT_AGAIN = "Export the course again from the tool it was made with."
_ZIP_AGAIN = "Zip the folder again: scloud course pack FOLDER."

RULES: Mapping[str, Rule] = {
    # The file
    "not_a_zip": Rule(_ERROR, "not a zip", "Give the zip of the course, or its folder."),
    "truncated": Rule(_ERROR, "the zip is cut off", "Download or export it again."),
    "damaged": Rule(_ERROR, "a file in the zip is damaged", "Download or export it again."),
    "encrypted": Rule(_ERROR, "the zip is encrypted", "Zip the course without a password."),
    "unsupported_compression": Rule(
        _ERROR, "a compression that courses may not use", "Zip the course with plain deflate."
    ),
    "too_large": Rule(_ERROR, "larger than any course", "Look at what was put into the zip."),
    "too_complex": Rule(_ERROR, "more complex than any course", _EXPORT_AGAIN),
    "zip_bomb": Rule(
        _ERROR, "unpacks to far more than it holds", "Do not trust this file; ask who made it."
    ),
    "unsafe_path": Rule(_ERROR, "a file that would leave the package's folder", _ZIP_AGAIN),
    "symbolic_link": Rule(
        _WARNING, "a symbolic link", "Put the file itself where the link is, and zip again."
    ),
    "backslash_name": Rule(_WARNING, "names with backslashes", _ZIP_AGAIN),
    "duplicate_entry": Rule(_WARNING, "two files of one name", _ZIP_AGAIN),
    "names_differ_in_case": Rule(
        _WARNING,
        "names that differ only in case",
        "Rename one of them: they are one file on Windows and macOS.",
    ),
    "windows_name": Rule(
        _WARNING, "a name that Windows cannot have", "Rename the file, and what refers to it."
    ),
    "suspicious_compression": Rule(
        _WARNING,
        "compressed unusually well",
        "Make sure that this file is meant to be nearly empty of content.",
    ),
    "over_trial_limit": Rule(
        _NOTE,
        "larger than a trial account may upload",
        "Shrink its media, or use an account without the limit of 100 MB.",
    ),
    # Which course it is
    "no_manifest": Rule(
        _ERROR,
        "no descriptor of a course where one belongs",
        "Zip the content of the course's folder, so that imsmanifest.xml is at the top.",
    ),
    "package_in_folder": Rule(
        _WARNING,
        "the course is in a folder of the zip",
        "Zip the folder's content instead of the folder.",
    ),
    "descriptor_name": Rule(_WARNING, "the descriptor's name", "Rename it to the standard's name."),
    "several_descriptors": Rule(
        _NOTE, "more than one descriptor", "Leave out what is not meant to count."
    ),
    "not_scorm": Rule(_ERROR, "another kind of content than SCORM", _EXPORT_AGAIN),
    "wrong_descriptor": Rule(_ERROR, "not what the descriptor's name says", _EXPORT_AGAIN),
    "not_media": Rule(_ERROR, "not the media that its name says", "Give a pdf, mp3 or mp4 file."),
    # The descriptor
    "malformed_xml": Rule(_ERROR, "XML that is not well-formed", "Mend the XML at that place."),
    "undeclared_prefix": Rule(
        _ERROR,
        "a prefix without a namespace",
        'Declare it on the outermost element: xmlns:PREFIX="…".',
    ),
    "malformed_aicc": Rule(_ERROR, "an AICC table that cannot be read", "Mend that line."),
    "xml_bomb": Rule(_ERROR, "entities, which can grow without end", "Write their text instead."),
    "external_entity": Rule(
        _ERROR, "XML that takes in other files", "Remove the reference to the other file."
    ),
    "no_schemaversion": Rule(
        _WARNING, "no schemaversion", "Add <schemaversion> with the edition to the metadata."
    ),
    "unknown_schemaversion": Rule(
        _WARNING, "an unknown schemaversion", "Write 1.2, 2004 3rd Edition or 2004 4th Edition."
    ),
    "missing_default_organization": Rule(
        _WARNING,
        "the default organization does not exist",
        "Name one that there is in <organizations default>.",
    ),
    "several_organizations": Rule(
        _NOTE, "more than one organization", "Only the default one is imported."
    ),
    "duplicate_identifier": Rule(
        _WARNING, "an identifier that stands twice", "Give each its own identifier."
    ),
    "bad_number": Rule(_WARNING, "a number that is none", "Write a number in that range."),
    "bad_value": Rule(_WARNING, "a value that the standard does not know", "Write one it knows."),
    "missing_metadata": Rule(
        _WARNING, "metadata that is not there", "Add the file, or remove <adlcp:location>."
    ),
    "bad_metadata": Rule(_WARNING, "metadata that cannot be read", "Mend the file."),
    "missing_table": Rule(_WARNING, "an AICC table is missing", _EXPORT_AGAIN),
    "bad_structure": Rule(
        _WARNING, "a structure that does not add up", "Mend the .cst file's members."
    ),
    # What it leads to
    "nothing_to_launch": Rule(
        _ERROR, "nothing that can be launched", "Give an item a resource with an href."
    ),
    "item_without_target": Rule(
        _WARNING, "an item that leads nowhere", "Give it a resource, or items inside it."
    ),
    "dangling_reference": Rule(
        _WARNING, "a reference to what is not there", "Add what it refers to, or remove it."
    ),
    "no_href": Rule(_WARNING, "a resource without href", "Name the file that it opens."),
    "missing_launch_file": Rule(
        _ERROR, "a launch file that is not there", "Add the file, or mend the path."
    ),
    "missing_file": Rule(
        _WARNING, "a file that is named and not there", "Add it, or remove it from the manifest."
    ),
    "differs_in_case": Rule(
        _WARNING,
        "a path that differs in case",
        "Write it as the file is called: the service's file names have case.",
    ),
    "backslash_path": Rule(_WARNING, "a path with backslashes", "Write it with slashes."),
    "path_leaves_package": Rule(
        _ERROR, "a path that leaves the package", "Write it relative to the package's folder."
    ),
    "not_a_web_address": Rule(
        _ERROR, "a link that no browser opens", "Give an https address or a path."
    ),
    "launches_elsewhere": Rule(
        _WARNING,
        "content on another host",
        "Put the content into the package: elsewhere it may not reach the service, nor stay.",
    ),
    "several_launches": Rule(_NOTE, "more than one thing to launch", "Only the first counts."),
    "unreferenced_files": Rule(
        _NOTE, "files that nothing names", "Name them in the manifest, or leave them out."
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a package.

    Attributes:
        code: which of `RULES` it is.
        message: what is wrong, in a sentence.
        file: the path inside the package of the file at fault, where there is one.
        line: its line, counted from 1.
        column: its column, counted from 1.
    """

    code: str
    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return RULES[self.code].severity

    @property
    def advice(self) -> str:
        """What to do about it, in a sentence."""
        return RULES[self.code].advice

    @property
    def place(self) -> str:
        """Where it is: ``imsmanifest.xml:20:5``; "" for the package as a whole."""
        parts = [self.file, self.line, self.column]
        return ":".join(str(part) for part in parts if part is not None)
