"""cmi5: ``cmi5.xml``, a course structure as the cmi5 specification, section 13, has it."""

from collections.abc import Iterator

from scormcloud_cli.packages.errors import InvalidPackage
from scormcloud_cli.packages.folder import Launch, PackageFolder
from scormcloud_cli.packages.models import Activity, ActivityKind, Description, LearningStandard
from scormcloud_cli.packages.scores import decimal
from scormcloud_cli.packages.xmltree import Element, Text, parse

DESCRIPTOR = "cmi5.xml"

_MOVE_ON = ("NotApplicable", "Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed")


def read(folder: PackageFolder, name: str) -> Description:
    """Read the course structure *name* of *folder*.

    Raises:
        InvalidPackage: it is not a cmi5 course structure, has no assignable unit, or is not an XML
            file that can be read.
    """
    file = folder.path(name)
    root = parse(folder.read(name), file).root
    course = root.first("course")
    if root.name != "coursestructure" or course is None:
        reason = "It is not a cmi5 course structure: there is no <courseStructure> with a <course>."
        raise InvalidPackage(reason, "wrong_descriptor", file, root.line)
    children = tuple(_activities(folder, root))
    if all(activity.launch is None for child in children for activity in child.walk()):
        reason = "No assignable unit (<au>) has a url that can be launched."
        raise InvalidPackage(reason, "nothing_to_launch", file, root.line)
    identifier = course.get("id")
    title = _first(course, "title")
    description = _first(course, "description")
    languages = [text.language for text in course.texts_of("title") if text.language]
    name_of_course = title.value if title else identifier or ""
    return Description(
        standard=LearningStandard.CMI5,
        identifier=identifier,
        title=name_of_course,
        title_language=title.language if title else None,
        description=description.value if description else None,
        description_language=description.language if description else None,
        languages=tuple(dict.fromkeys(languages)),
        root_activity=Activity(
            identifier=identifier or "",
            title=name_of_course,
            kind=ActivityKind.AGGREGATION,
            children=children,
        ),
    )


def _activities(folder: PackageFolder, parent: Element) -> Iterator[Activity]:
    for element in parent.children:
        if element.name == "au":
            yield _unit(folder, element)
        elif element.name == "block":
            identifier = element.get("id") or ""
            title = _first(element, "title")
            yield Activity(
                identifier=identifier,
                title=title.value if title else identifier,
                kind=ActivityKind.AGGREGATION,
                children=tuple(_activities(folder, element)),
            )


def _unit(folder: PackageFolder, unit: Element) -> Activity:
    identifier = unit.get("id") or ""
    owner = f"assignable unit {identifier!r}"
    title = _first(unit, "title")
    description = _first(unit, "description")
    url = unit.text_of("url")
    if url is None:
        folder.note("no_href", f"The {owner} has no url to launch.", unit.line)
    launch = folder.launch(url, owner, unit.line) if url else Launch(None)
    mastery = unit.get("masteryscore")
    move_on = unit.get("moveon") or "NotApplicable"
    if move_on not in _MOVE_ON:
        reason = f"The {owner} has the unknown moveOn {move_on!r}; NotApplicable counts."
        folder.note("bad_value", reason, unit.line)
        move_on = "NotApplicable"
    return Activity(
        identifier=identifier,
        title=title.value if title else identifier,
        description=description.value if description else None,
        kind=ActivityKind.SCO if launch.path is not None else ActivityKind.UNKNOWN,
        launch=launch.path,
        parameters=launch.parameters,
        scaled_passing_score=decimal(folder, mastery, f"masteryScore of {owner}", 0, 1, unit.line)
        if mastery
        else None,
        launch_data=unit.text_of("launchparameters"),
        move_on=move_on,
        launch_method=unit.get("launchmethod") or "AnyWindow",
        entitlement_key=unit.text_of("entitlementkey"),
    )


def _first(element: Element, name: str) -> Text | None:
    return next(element.texts_of(name), None)
