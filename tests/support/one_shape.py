"""What of v2's answers v1 can say as well (docs/cli.md, One shape)."""

from collections.abc import Mapping, Sequence
from typing import Any

from scormcloud_cli.api.v1.gaps import ACTIVITY_FIELDS_V1_LACKS


def what_v1_says(record: Mapping[str, Any], lacking: Sequence[str]) -> dict[str, Any]:
    """Return a record of v2 without what v1 cannot carry.

    Args:
        record: what v2 says of a thing.
        lacking: the fields of such things that v1 lacks, of `FIELDS_V1_LACKS`.
    """
    kept = {name: value for name, value in record.items() if name not in lacking}
    if "activityDetails" in kept:
        kept["activityDetails"] = _activity_over_v1(kept["activityDetails"])
    return kept


def _activity_over_v1(part: Any) -> Any:
    """Return a part of an activity without what v1 does not say: no gaps, and no empty texts."""
    if isinstance(part, list):
        return [_activity_over_v1(item) for item in part]
    if not isinstance(part, Mapping):
        return part
    lacking = set(ACTIVITY_FIELDS_V1_LACKS)
    if part.get("scaledPassingScoreUsed") is False:
        lacking.add("scaledPassingScore")
    return {
        name: _activity_over_v1(value)
        for name, value in part.items()
        if name not in lacking and (value != "" or name == "id")
    }
