"""xAPI packages: ``tincan.xml``, as Rustici's "Incorporating a Tin Can LRS into an LMS" has it."""

from scormcloud_cli.packages.errors import InvalidPackage
from scormcloud_cli.packages.folder import PackageFolder
from scormcloud_cli.packages.models import Activity, ActivityKind, Description, LearningStandard
from scormcloud_cli.packages.xmltree import parse

DESCRIPTOR = "tincan.xml"


def read(folder: PackageFolder, name: str) -> Description:
    """Read the activities *name* of *folder*.

    The activities have no hierarchy and only one of them may have something to launch: that one is
    the course. The others only describe what statements will mention.

    Raises:
        InvalidPackage: it is not a list of activities, nothing in it can be launched, or it is not
            an XML file that can be read.
    """
    file = folder.path(name)
    root = parse(folder.read(name), file).root
    if root.name != "tincan":
        reason = (
            f"The outermost element is <{root.name}>, not <tincan>: this is not an xAPI package."
        )
        raise InvalidPackage(reason, "wrong_descriptor", file, root.line)
    launchable = [
        (activity, href)
        for group in root.all("activities")
        for activity in group.all("activity")
        if (href := activity.text_of("launch"))
    ]
    if not launchable:
        raise InvalidPackage(
            "No activity has a <launch> element, so there is nothing to launch.",
            "nothing_to_launch",
            file,
            root.line,
        )
    activity, href = launchable[0]
    identifier = activity.get("id") or ""
    if len(launchable) > 1:
        reason = f"More than one activity can be launched; {identifier!r}, the first, counts."
        folder.note("several_launches", reason, launchable[1][0].line)
    launch = folder.launch(href, f"activity {identifier!r}", activity.line)
    if launch.path is None:
        reason = f"The activity {identifier!r} leads to nothing that can be launched."
        raise InvalidPackage(reason, "nothing_to_launch", file, activity.line)
    title = next(activity.texts_of("name"), None)
    description = next(activity.texts_of("description"), None)
    languages = [
        text.language
        for part in ("name", "description", "launch")
        for text in activity.texts_of(part)
        if text.language
    ]
    name_of_course = title.value if title else identifier
    return Description(
        standard=LearningStandard.XAPI,
        identifier=identifier,
        title=name_of_course,
        title_language=title.language if title else None,
        description=description.value if description else None,
        description_language=description.language if description else None,
        languages=tuple(dict.fromkeys(languages)),
        root_activity=Activity(
            identifier=identifier,
            title=name_of_course,
            kind=ActivityKind.SCO,
            launch=launch.path,
            parameters=launch.parameters,
        ),
    )
