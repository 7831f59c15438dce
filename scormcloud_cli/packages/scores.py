"""Scores and thresholds, as authors write them."""

import math

from scormcloud_cli.packages.folder import PackageFolder


def decimal(
    folder: PackageFolder,
    text: str,
    owner: str,
    lowest: float,
    highest: float,
    line: int | None = None,
) -> float | None:
    """Return *text* as a number from *lowest* to *highest*, or None and a problem of *owner*."""
    try:
        number = float(text) if len(text) < 40 else math.nan
    except ValueError:
        number = math.nan
    if lowest <= number <= highest:
        return number
    reason = f"The {owner} is not a number from {lowest} to {highest}: {text[:40]!r}."
    folder.note("bad_number", reason, line)
    return None
