"""What is learned and who learns it."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from scormcloud_cli.learning import scorm12, scorm2004
from scormcloud_cli.learning.elements import Model
from scormcloud_cli.packages import Activity, LearningStandard

_MODELS: Mapping[LearningStandard, Callable[[], Model]] = {
    **dict.fromkeys(
        (LearningStandard.SCORM11, LearningStandard.SCORM12, LearningStandard.AICC),
        lambda: scorm12.MODEL,
    ),
    LearningStandard.SCORM20042NDEDITION: lambda: scorm2004.model(2),
    LearningStandard.SCORM20043RDEDITION: lambda: scorm2004.model(3),
    LearningStandard.SCORM20044THEDITION: lambda: scorm2004.model(4),
    # The page that plays a medium is ours, and speaks the newest.
    LearningStandard.UNKNOWN: lambda: scorm2004.model(4),
}


class Learner(NamedTuple):
    """Who learns; content reads the name as ``Last, First``."""

    id: str
    first_name: str = ""
    last_name: str = ""

    @property
    def name(self) -> str:
        """The name as content reads it."""
        return ", ".join(filter(None, (self.last_name, self.first_name)))


class Course(NamedTuple):
    """What is learned: the standard, and the tree of activities."""

    standard: LearningStandard
    root: Activity

    @property
    def units(self) -> list[Activity]:
        """The activities that can be launched, in order."""
        return [activity for activity in self.root.walk() if activity.launch is not None]


def model_of(standard: LearningStandard) -> Model:
    """Return the data model of a standard.

    Raises:
        KeyError: the standard has no run-time API: cmi5 and xAPI.
    """
    return _MODELS[standard]()
