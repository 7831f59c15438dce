"""Cells of files that spreadsheets open: none begins a formula, and each can be read back."""

import re

# What spreadsheets take for the beginning of a formula, in full width too, unless it is a number
# (OWASP, CSV injection).
_RUNS = "[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]"
# Compiled when first used: every command loads this module.
_GUARDED = f"'*{_RUNS}"
_NUMBER = r"[+-]?[0-9]+([.,][0-9]+)?"


def guarded(text: str) -> str:
    """Return a text as a cell that no spreadsheet runs: with an apostrophe where it would be."""
    return f"'{text}" if re.match(_GUARDED, text) and not re.fullmatch(_NUMBER, text) else text


def unguarded(cell: str) -> str:
    """Return the text that `guarded` has made a cell of."""
    return cell[1:] if cell[:1] == "'" and re.match(_GUARDED, cell) else cell
