"""What a course package declares about itself, whichever standard it follows."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class LearningStandard(StrEnum):
    """The standards of packages, by the names of v2's ``courseLearningStandard``.

    The names are those of v2.json, CourseSchema. LTI13 is missing because an LTI course is a link
    and not a package.
    """

    UNKNOWN = "UNKNOWN"
    SCORM11 = "SCORM11"
    SCORM12 = "SCORM12"
    SCORM20042NDEDITION = "SCORM20042NDEDITION"
    SCORM20043RDEDITION = "SCORM20043RDEDITION"
    SCORM20044THEDITION = "SCORM20044THEDITION"
    AICC = "AICC"
    XAPI = "XAPI"
    CMI5 = "CMI5"


class ActivityKind(StrEnum):
    """What an activity is, by v2's ``activityType`` (v2.json, CourseActivitySchema)."""

    UNKNOWN = "UNKNOWN"
    AGGREGATION = "AGGREGATION"
    SCO = "SCO"
    ASSET = "ASSET"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveMap:
    """SCORM 2004: how an objective of an activity follows one that activities share.

    What is read or written is named ``success``, ``score``, ``raw``, ``min``, ``max``,
    ``completion`` and ``amount``.

    Attributes:
        target: the ID of the shared objective.
        reads: what of it counts for the activity's objective.
        writes: what the activity's objective says of it.
    """

    target: str
    reads: frozenset[str] = frozenset()
    writes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """SCORM 2004: an objective of an activity.

    Attributes:
        identifier: its ID; "" where it has none.
        primary: whether it is the one that counts for the activity around it.
        maps: the shared objectives that it follows.
    """

    identifier: str
    primary: bool = False
    maps: tuple[ObjectiveMap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequencing:
    """SCORM 2004: a summary of the sequencing of an activity.

    Attributes:
        choice: whether the learner may choose among its children.
        flow: whether the learner gets through its children by "next" and "previous".
        forward_only: whether the learner cannot go back among them.
        rules: the rules on the activity itself, in words: ``skip if satisfied``.
        objectives: its objectives, in order.
        attempt_limit: the number of attempts that are allowed, as written.
        tracked: whether what comes of it counts at all.
        completion_set_by_content: whether content says when it is complete; else it is complete
            where content leaves it open.
        objective_set_by_content: the same of its success.
        rolls_up_completion: whether its completion counts for the activity around it.
        rolls_up_success: the same of its success.
        measure_weight: how much its score counts there.
        rollup_rules: the number of its own rules for that.
        required_for_satisfied: when it counts for whether the activity around it is satisfied:
            ``always``, ``ifAttempted``, ``ifNotSkipped`` or ``ifNotSuspended``.
        required_for_not_satisfied: the same of whether that is not satisfied.
        required_for_completed: the same of whether that is completed.
        required_for_incomplete: the same of whether that is incomplete.
    """

    choice: bool = True
    flow: bool = False
    forward_only: bool = False
    rules: tuple[str, ...] = ()
    objectives: tuple[Objective, ...] = ()
    attempt_limit: str | None = None
    tracked: bool = True
    completion_set_by_content: bool = False
    objective_set_by_content: bool = False
    rolls_up_completion: bool = True
    rolls_up_success: bool = True
    measure_weight: float = 1.0
    rollup_rules: int = 0
    required_for_satisfied: str = "always"
    required_for_not_satisfied: str = "always"
    required_for_completed: str = "always"
    required_for_incomplete: str = "always"

    @property
    def primary_objective(self) -> str | None:
        """The ID of its primary objective, where it has one."""
        primary = (one.identifier for one in self.objectives if one.primary)
        return next(primary, None) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One node of a course: an organization, folder, SCO, asset or assignable unit.

    Attributes:
        identifier: as the descriptor gives it; an IRI in cmi5 and xAPI.
        title: shown to the learner.
        description: what it is about.
        kind: whether it is a folder or something to launch.
        resource_identifier: SCORM only: the resource that the item points to.
        launch: what to open: a path relative to the package's root, percent-encoded as the author
            wrote it and with every ``xml:base`` applied, or an http(s) URL on another host. None
            when there is nothing to launch.
        parameters: what is appended to ``launch``: "", or it begins with ``?`` or ``#``.
        scaled_passing_score: the score to pass, from 0 to 1 (from -1 in SCORM 2004).
        max_time_allowed: the time limit as written: ``00:30:00`` in SCORM 1.2 and AICC, an
            ISO 8601 duration in SCORM 2004.
        time_limit_action: what happens at the limit, as written: ``exit,message``.
        launch_data: what content reads as launch data: SCORM's dataFromLMS, AICC's Core_Vendor,
            cmi5's launchParameters.
        completion_threshold: SCORM 2004: the progress measure that counts as complete, 0 to 1.
        completed_by_measure: whether the threshold decides completion; else it is only declared.
        progress_weight: SCORM 2004: how much its progress counts for the activity around it.
        prerequisites: an expression over identifiers (SCORM 1.2, AICC).
        visible: whether it is in the table of contents.
        move_on: cmi5: when the unit is satisfied.
        launch_method: cmi5: ``AnyWindow`` or ``OwnWindow``.
        entitlement_key: cmi5: the key that is passed on in LMS.LaunchData.
        sequencing: SCORM 2004: its sequencing; None where it has none.
        shared_data: SCORM 2004 4th Edition: the IDs of the stores that it shares with others.
        children: the activities inside this one, in order.
    """

    identifier: str
    title: str
    description: str | None = None
    kind: ActivityKind
    resource_identifier: str | None = None
    launch: str | None = None
    parameters: str = ""
    scaled_passing_score: float | None = None
    max_time_allowed: str | None = None
    time_limit_action: str | None = None
    launch_data: str | None = None
    completion_threshold: float | None = None
    completed_by_measure: bool = False
    progress_weight: float = 1.0
    prerequisites: str | None = None
    visible: bool = True
    move_on: str | None = None
    launch_method: str | None = None
    entitlement_key: str | None = None
    sequencing: Sequencing | None = None
    shared_data: tuple[str, ...] = ()
    children: tuple["Activity", ...] = ()

    @property
    def href(self) -> str | None:
        """What a browser opens, relative to the package's root: ``launch`` and its parameters."""
        return None if self.launch is None else self.launch + self.parameters

    def walk(self) -> Iterator["Activity"]:
        """Yield this activity and all below it, in the order of a table of contents."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Organization:
    """SCORM: one of the trees of activities of a manifest; the default one is imported."""

    identifier: str
    title: str
    is_default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """SCORM: something an activity can open, and the files that it needs.

    Attributes:
        identifier: the identifier that items refer to.
        type: as the manifest has it: ``webcontent``.
        scorm_type: ``sco`` or ``asset``, in lower case; None where it is missing.
        href: what it opens, relative to the package's root, or a URL.
        files: the files that it lists, relative to the package's root, not percent-encoded.
        dependencies: the identifiers of the resources that it needs.
    """

    identifier: str
    type: str | None = None
    scorm_type: str | None = None
    href: str | None = None
    files: tuple[str, ...] = ()
    dependencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a descriptor tells about its course.

    Attributes:
        standard: the learning standard, with its edition.
        identifier: the manifest's identifier, AICC course id, or cmi5/xAPI IRI.
        title: the course's title.
        title_language: its language tag, where one is given.
        description: what the course is about.
        description_language: its language tag, where one is given.
        keywords: the keywords in the metadata.
        typical_learning_time: from the metadata, as written: ``PT15M``.
        duration: the running time in the metadata, as written.
        languages: the language tags in the descriptor, each once, in the order of the descriptor.
        root_activity: the tree of activities.
        organizations: SCORM: the organizations of the manifest.
        resources: SCORM: the resources of the manifest.
    """

    standard: LearningStandard
    identifier: str | None
    title: str
    title_language: str | None = None
    description: str | None = None
    description_language: str | None = None
    keywords: tuple[str, ...] = ()
    typical_learning_time: str | None = None
    duration: str | None = None
    languages: tuple[str, ...] = ()
    root_activity: Activity
    organizations: tuple[Organization, ...] = ()
    resources: tuple[Resource, ...] = ()
