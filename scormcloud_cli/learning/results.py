"""What has come of a course: the results of its activities, as a tree."""

from dataclasses import dataclass

from scormcloud_cli.packages import Activity


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What has come of an activity, with those inside it.

    Attributes:
        activity: the activity.
        attempts: how many attempts were begun; of a folder, the most of one inside it.
        completion: ``UNKNOWN``, ``INCOMPLETE`` or ``COMPLETED``.
        success: ``UNKNOWN``, ``PASSED`` or ``FAILED``.
        score: from -1 to 1; None where there is none.
        amount: how much is complete, 0 to 1.
        seconds: the time tracked.
        suspended: whether it is to be resumed.
        children: the results of the activities inside it, in order.
    """

    activity: Activity
    attempts: int
    completion: str
    success: str
    score: float | None
    amount: float
    seconds: float
    suspended: bool
    children: tuple["Result", ...] = ()

    @property
    def units(self) -> list["Result"]:
        """The results of the activities below that can be launched, or its own."""
        below = [unit for child in self.children for unit in child.units]
        return [self, *below] if self.activity.launch is not None else below

    def by_id(self) -> dict[str, "Result"]:
        """Return this result and all below it, by the activities' identifiers."""
        results = {self.activity.identifier: self}
        for child in self.children:
            results |= child.by_id()
        return results
