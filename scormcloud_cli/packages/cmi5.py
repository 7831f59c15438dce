"""cmi5: ``cmi5.xml``, a course structure by section 13 of the cmi5 specification."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from scormcloud_cli.packages.errors import InvalidPackage
from scormcloud_cli.packages.folder import PackageFolder
from scormcloud_cli.packages.models import Activity, ActivityKind, Description, LearningStandard
from scormcloud_cli.packages.problems import quoted
from scormcloud_cli.packages.xmltree import Element, parse

DESCRIPTOR = "cmi5.xml"

_MOVE_ON = ("NotApplicable", "Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed")
_ATTRIBUTES_OF_UNITS = ("moveOn", "launchMethod", "masteryScore", "activityType")
_IRI = re.compile(r"""[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+""", re.IGNORECASE)
# What the LMS adds to the url of a unit (section 8.1).
_RESERVED_PARAMETERS = ("endpoint", "fetch", "actor", "activityId", "registration")
# The children of an element in the order of the course structure's schema (section 13.2).
_ORDER = {
    "coursestructure": ("course", "objectives", "au|block"),
    "course": ("title", "description"),
    "objective": ("title", "description"),
    "block": ("title", "description", "objectives", "au|block"),
    "au": ("title", "description", "objectives", "url", "launchParameters", "entitlementKey"),
}
_RANKS = {
    parent: {name.lower(): n for n, names in enumerate(order) for name in names.split("|")}
    for parent, order in _ORDER.items()
}
# By section 6.1 an LMS imports no course structure that does not conform.
_REFUSED = {
    *("not_an_iri", "duplicate_iri", "reserved_parameter", "malformed_url"),
    *("elements_out_of_order", "missing_launch_file", "path_leaves_package"),
}


def read(folder: PackageFolder, name: str) -> Description:
    """Read the course structure *name* of *folder*.

    Raises:
        InvalidPackage: it is not a cmi5 course structure, breaks a rule for which the specification
            wants it refused, has no assignable unit, or is not an XML file that can be read.
    """
    file = folder.path(name)
    root = parse(folder.read(name), file).root
    course = root.first("course")
    if root.name != "coursestructure" or course is None:
        reason = "It is not a cmi5 course structure: there is no <courseStructure> with a <course>."
        raise InvalidPackage(reason, "wrong_descriptor", file, root.line)
    return _Structure(folder, file, root, course).describe()


class _Structure:
    def __init__(self, folder: PackageFolder, file: str, root: Element, course: Element) -> None:
        self._folder = folder
        self._file = file
        self._root = root
        self._course = course
        self._identifiers: set[tuple[str, str]] = set()

    def describe(self) -> Description:
        course = self._course
        self._check_order(self._root)
        self._check_order(course)
        identifier = self._identifier(course)
        for objectives in self._root.all("objectives"):
            for objective in objectives.all("objective"):
                self._identifier(objective)
                self._check_order(objective)
        title, description = course.first_text("title"), course.first_text("description")
        languages = [text.language for text in course.texts_of("title") if text.language]
        root_activity = Activity(
            identifier=identifier,
            title=title.value or identifier,
            kind=ActivityKind.AGGREGATION,
            children=tuple(self._activities(self._root)),
        )
        for problem in self._folder.problems:
            if problem.code in _REFUSED:
                raise InvalidPackage(problem.message, problem.code, problem.file, problem.line)
        if all(activity.launch is None for activity in root_activity.walk()):
            reason = "No assignable unit (<au>) has a url that can be launched."
            raise InvalidPackage(reason, "nothing_to_launch", self._file, self._root.line)
        return Description(
            standard=LearningStandard.CMI5,
            identifier=identifier,
            title=root_activity.title,
            title_language=title.language,
            description=description.value or None,
            description_language=description.language,
            languages=tuple(dict.fromkeys(languages)),
            root_activity=root_activity,
        )

    def _activities(self, parent: Element) -> Iterator[Activity]:
        for element in parent.children:
            if element.name in ("au", "block"):
                self._check_order(element)
                yield self._unit(element) if element.name == "au" else self._block(element)

    def _block(self, block: Element) -> Activity:
        identifier = self._identifier(block)
        self._check_objectives(block, f"block {quoted(identifier)}")
        return Activity(
            identifier=identifier,
            title=block.first_text("title").value or identifier,
            kind=ActivityKind.AGGREGATION,
            children=tuple(self._activities(block)),
        )

    def _unit(self, unit: Element) -> Activity:
        identifier = self._identifier(unit)
        owner = f"assignable unit {quoted(identifier)}"
        self._check_objectives(unit, owner)
        for name in _ATTRIBUTES_OF_UNITS:
            if unit.first(name.lower()):
                message = f"The {owner} has <{name}> as an element, where it counts for nothing."
                self._folder.note("element_for_attribute", message, unit.line)
        url = unit.text_of("url")
        if url is None:
            self._folder.note("no_href", f"The {owner} has no url to launch.", unit.line)
        else:
            self._check_url(url, owner, unit.line)
        launch = self._folder.launch(url, owner, unit.line)
        mastery = unit.get("masteryscore")
        what = f"masteryScore of {owner}"
        move_on = unit.get("moveon") or "NotApplicable"
        if move_on not in _MOVE_ON:
            message = f"The {owner} has the unknown moveOn {quoted(move_on)}; NotApplicable counts."
            self._folder.note("bad_value", message, unit.line)
            move_on = "NotApplicable"
        return Activity(
            identifier=identifier,
            title=unit.first_text("title").value or identifier,
            description=unit.first_text("description").value or None,
            kind=launch.kind,
            launch=launch.path,
            parameters=launch.parameters,
            scaled_passing_score=self._folder.number(mastery, what, 0, 1, unit.line),
            launch_data=unit.text_of("launchparameters"),
            move_on=move_on,
            launch_method=unit.get("launchmethod") or "AnyWindow",
            entitlement_key=unit.text_of("entitlementkey"),
        )

    def _identifier(self, element: Element) -> str:
        """Return the id of a course, block, unit or objective, which must be an IRI of its own."""
        identifier = element.get("id") or ""
        if not _IRI.fullmatch(identifier):
            message = f"The id of the {element.name} is no IRI: {quoted(identifier)}."
            self._folder.note("not_an_iri", message, element.line)
        elif (element.name, identifier) in self._identifiers:
            message = f"The id of the {element.name} is that of another: {quoted(identifier)}."
            self._folder.note("duplicate_iri", message, element.line)
        self._identifiers.add((element.name, identifier))
        return identifier

    def _check_objectives(self, element: Element, owner: str) -> None:
        for objectives in element.all("objectives"):
            for objective in objectives.all("objective"):
                reference = objective.get("idref") or ""
                if ("objective", reference) not in self._identifiers:
                    message = f"The {owner} has the objective {quoted(reference)}, which does not "
                    self._folder.note("dangling_reference", f"{message}exist.", objective.line)

    def _check_url(self, url: str, owner: str, line: int) -> None:
        if re.search(r"\s", url):
            message = f"The url of {owner} has a blank in it: {quoted(url)}."
            self._folder.note("malformed_url", message, line)
        query = url.partition("#")[0].partition("?")[2]
        names = [unquote(parameter.partition("=")[0]) for parameter in query.split("&")]
        if reserved := [name for name in names if name in _RESERVED_PARAMETERS]:
            message = f"The url of {owner} has parameters that the LMS adds: {', '.join(reserved)}."
            self._folder.note("reserved_parameter", message, line)

    def _check_order(self, element: Element) -> None:
        ranks = _RANKS[element.name]
        last = 0
        for child in element.children:
            # Elements of other namespaces are extensions, whatever they are called.
            rank = ranks.get(child.name, last) if child.namespace == element.namespace else last
            if rank < last:
                names = ", ".join(f"<{name}>" for name in _ORDER[element.name])
                message = f"<{child.name}> stands too late in the {element.name}: it has {names}."
                self._folder.note("elements_out_of_order", message, child.line)
            last = max(last, rank)
