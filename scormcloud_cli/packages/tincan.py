"""xAPI packages: ``tincan.xml``, by Rustici's "Incorporating a Tin Can LRS into an LMS"."""

from scormcloud_cli.packages.errors import InvalidPackage
from scormcloud_cli.packages.folder import PackageFolder
from scormcloud_cli.packages.models import Activity, Description, LearningStandard
from scormcloud_cli.packages.problems import quoted
from scormcloud_cli.packages.xmltree import parse

DESCRIPTOR = "tincan.xml"


def read(folder: PackageFolder, name: str) -> Description:
    """Read the list of activities in the file *name* of *folder*.

    The activities have no hierarchy and only one of them may have something to launch: that one is
    the course. The others describe what its statements will refer to.

    Raises:
        InvalidPackage: it is not a list of activities, nothing in it can be launched, or it is not
            an XML file that can be read.
    """
    file = folder.path(name)
    root = parse(folder.read(name), file).root
    if root.name != "tincan":
        reason = f"The outermost element is <{root.name}>, not <tincan>: it is not an xAPI package."
        raise InvalidPackage(reason, "wrong_descriptor", file, root.line)
    launchable = [
        activity
        for group in root.all("activities")
        for activity in group.all("activity")
        if activity.text_of("launch")
    ]
    if not launchable:
        reason = "No activity has a <launch> element, so there is nothing to launch."
        raise InvalidPackage(reason, "nothing_to_launch", file, root.line)
    course = launchable[0]
    identifier = course.get("id") or ""
    if len(launchable) > 1:
        message = (
            f"More than one activity can be launched; {quoted(identifier)}, the first, is used."
        )
        folder.note("several_launches", message, launchable[1].line)
    owner = f"activity {quoted(identifier)}"
    launch = folder.launch(course.text_of("launch"), owner, course.line)
    if launch.path is None:
        reason = f"The {owner} leads to nothing that can be launched."
        raise InvalidPackage(reason, "nothing_to_launch", file, course.line)
    title, description = course.first_text("name"), course.first_text("description")
    parts = ("name", "description", "launch")
    languages = [text.language for part in parts for text in course.texts_of(part)]
    root_activity = Activity(
        identifier=identifier,
        title=title.value or identifier,
        kind=launch.kind,
        launch=launch.path,
        parameters=launch.parameters,
    )
    return Description(
        standard=LearningStandard.XAPI,
        identifier=identifier,
        title=root_activity.title,
        title_language=title.language,
        description=description.value or None,
        description_language=description.language,
        languages=tuple(dict.fromkeys(filter(None, languages))),
        root_activity=root_activity,
    )
