"""Cells of files that spreadsheets open: none begins a formula, and each can be read back."""

import re

# What spreadsheets take for the beginning of a formula, in full width too, unless it is a number
# (OWASP, CSV injection).
_RUNS = "[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]"
_GUARDED = re.compile(f"'*{_RUNS}")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


def guarded(text: str) -> str:
    """Return a text as a cell that no spreadsheet runs: with an apostrophe where it would be."""
    return f"'{text}" if _GUARDED.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(cell: str) -> str:
    """Return the text that `guarded` has made a cell of."""
    return cell[1:] if cell[:1] == "'" and _GUARDED.match(cell) else cell
