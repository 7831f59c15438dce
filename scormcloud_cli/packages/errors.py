"""The one exception of this library."""

_LONGEST_SENTENCE = 500


def shortened(sentence: str) -> str:
    """Return *sentence* at a length for people: a descriptor may have names of megabytes."""
    return sentence if len(sentence) <= _LONGEST_SENTENCE else sentence[:_LONGEST_SENTENCE] + "…"


class InvalidPackage(Exception):
    """The file is not a course package that can be read.

    Attributes:
        reason: one sentence on what is wrong, and what to do where that is not plain.
        code: a stable name for scripts. Of the zip: ``not_a_zip``, ``truncated``, ``damaged``,
            ``encrypted``, ``unsupported_compression``, ``too_large``, ``too_complex``. Of what is
            inside: ``no_manifest``, ``malformed_xml``, ``malformed_aicc``, ``xml_bomb``,
            ``external_entity``, ``not_scorm``, ``wrong_descriptor``, ``nothing_to_launch``.
            Of a media file: ``not_media``.
        file: the path inside the zip of the file at fault, where there is one.
        line: its line, counted from 1.
        column: its column, counted from 1.
    """

    def __init__(
        self,
        reason: str,
        code: str,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(reason, code, file, line, column)
        self.reason = shortened(reason)
        self.code = code
        self.file = file
        self.line = line
        self.column = column

    def __str__(self) -> str:
        """Return the reason with its place: ``imsmanifest.xml, line 20, column 5: …``."""
        place = [self.file] if self.file else []
        if self.line is not None:
            place.append(f"line {self.line}")
        if self.column is not None:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: {self.reason}" if place else self.reason
