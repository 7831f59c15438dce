"""Scores and thresholds, as authors write them."""

import math

from scormcloud_cli.packages.folder import PackageFolder


def decimal(
    folder: PackageFolder, text: str, owner: str, lowest: float, highest: float
) -> float | None:
    """Return *text* as a number from *lowest* to *highest*, or None and a warning on *owner*."""
    try:
        number = float(text) if len(text) < 40 else math.nan
    except ValueError:
        number = math.nan
    if lowest <= number <= highest:
        return number
    folder.warn(f"The {owner} is not a number from {lowest} to {highest}: {text[:40]!r}.")
    return None
