"""Learning object metadata (LOM), in the manifest or in a file of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from scormcloud_cli.packages.errors import InvalidPackage
from scormcloud_cli.packages.folder import PackageFolder
from scormcloud_cli.packages.problems import quoted
from scormcloud_cli.packages.xmltree import Element, Text, parse


@dataclass(frozen=True, slots=True)
class Metadata:
    """The part of LOM that is read; texts and lists are empty where it has none."""

    title: Text
    description: Text
    keywords: tuple[str, ...]
    typical_learning_time: str | None
    duration: str | None
    languages: tuple[str, ...]


def read(folder: PackageFolder, *owners: Element) -> Metadata:
    """Return the metadata of a course, each entry from the first of *owners* that has it.

    *owners* are elements with a ``metadata`` child: the manifest, then the organization. LOM 1.0
    and the older IMS metadata 1.2 (``langstring``, ``datetime``) are read alike.
    """
    loms = [lom for owner in owners for lom in _loms(folder, owner)]

    def texts(*path: str) -> list[Text]:
        return [text for lom in loms for text in lom.texts_of("general", *path)]

    def time(*path: str) -> str | None:
        times = (lom.text_of(*path, name) for lom in loms for name in ("duration", "datetime"))
        return next(filter(None, times), None)

    titles, descriptions = texts("title"), texts("description")
    languages = [text.value for text in texts("language")]
    languages += [title.language for title in titles if title.language]
    return Metadata(
        title=next(iter(titles), Text()),
        description=next(iter(descriptions), Text()),
        keywords=tuple(dict.fromkeys(text.value for text in texts("keyword"))),
        typical_learning_time=time("educational", "typicallearningtime"),
        duration=time("technical", "duration"),
        languages=tuple(
            dict.fromkeys(tag for tag in languages if tag.lower() not in ("none", "x-none"))
        ),
    )


def _loms(folder: PackageFolder, owner: Element) -> Iterator[Element]:
    metadata = owner.first("metadata")
    if metadata is None:
        return
    yield from metadata.all("lom")
    # One file only: a hostile manifest could name a large one a thousand times.
    location = metadata.text_of("location")
    if location is None:
        return
    name = folder.find(location)
    if name is None:
        reason = f"The metadata file {quoted(location)} is not in the package."
        folder.note("missing_metadata", reason)
        return
    path = folder.path(name)
    try:
        root = parse(folder.read(name), path).root
    except InvalidPackage as invalid:
        message = f"The metadata file is ignored: {invalid}"
        folder.note("bad_metadata", message, invalid.line, file=path)
        return
    if root.name == "lom":
        yield root
