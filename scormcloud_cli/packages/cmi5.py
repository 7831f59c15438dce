"""cmi5: ``cmi5.xml``, a course structure by section 13 of the cmi5 specification."""

from collections.abc import Iterator

from scormcloud_cli.packages.errors import InvalidPackage
from scormcloud_cli.packages.folder import PackageFolder
from scormcloud_cli.packages.models import Activity, ActivityKind, Description, LearningStandard
from scormcloud_cli.packages.xmltree import Element, parse

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
    title, description = course.first_text("title"), course.first_text("description")
    languages = [text.language for text in course.texts_of("title") if text.language]
    identifier = course.get("id")
    root_activity = Activity(
        identifier=identifier or "",
        title=title.value or identifier or "",
        kind=ActivityKind.AGGREGATION,
        children=tuple(_activities(folder, root)),
    )
    if all(activity.launch is None for activity in root_activity.walk()):
        reason = "No assignable unit (<au>) has a url that can be launched."
        raise InvalidPackage(reason, "nothing_to_launch", file, root.line)
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


def _activities(folder: PackageFolder, parent: Element) -> Iterator[Activity]:
    for element in parent.children:
        if element.name == "au":
            yield _unit(folder, element)
        elif element.name == "block":
            identifier = element.get("id") or ""
            yield Activity(
                identifier=identifier,
                title=element.first_text("title").value or identifier,
                kind=ActivityKind.AGGREGATION,
                children=tuple(_activities(folder, element)),
            )


def _unit(folder: PackageFolder, unit: Element) -> Activity:
    identifier = unit.get("id") or ""
    owner = f"assignable unit {identifier!r}"
    url = unit.text_of("url")
    if url is None:
        folder.note("no_href", f"The {owner} has no url to launch.", unit.line)
    launch = folder.launch(url, owner, unit.line)
    mastery = unit.get("masteryscore")
    move_on = unit.get("moveon") or "NotApplicable"
    if move_on not in _MOVE_ON:
        message = f"The {owner} has the unknown moveOn {move_on!r}; NotApplicable is used."
        folder.note("bad_value", message, unit.line)
        move_on = "NotApplicable"
    return Activity(
        identifier=identifier,
        title=unit.first_text("title").value or identifier,
        description=unit.first_text("description").value or None,
        kind=launch.kind,
        launch=launch.path,
        parameters=launch.parameters,
        scaled_passing_score=folder.number(mastery, f"masteryScore of {owner}", 0, 1, unit.line),
        launch_data=unit.text_of("launchparameters"),
        move_on=move_on,
        launch_method=unit.get("launchmethod") or "AnyWindow",
        entitlement_key=unit.text_of("entitlementkey"),
    )
