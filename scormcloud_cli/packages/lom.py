"""Learning object metadata (LOM), in the manifest or in a file of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from scormcloud_cli.packages.errors import InvalidPackage
from scormcloud_cli.packages.folder import PackageFolder
from scormcloud_cli.packages.xmltree import Element, Text, parse


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is read of LOM; lists are empty and texts None where it says nothing."""

    title: Text | None
    description: Text | None
    keywords: tuple[str, ...]
    typical_learning_time: str | None
    duration: str | None
    languages: tuple[str, ...]


def read(folder: PackageFolder, *owners: Element) -> Metadata:
    """Return the metadata of a course: of the first of *owners* that says a thing, thing by thing.

    *owners* are elements with a ``metadata`` child: the manifest, then the organization. LOM 1.0
    and the older IMS metadata 1.2 (``langstring``, ``datetime``) are read alike.
    """
    loms = [lom for owner in owners for lom in _loms(folder, owner)]

    def first(*path: str) -> Text | None:
        return next((text for lom in loms for text in lom.texts_of(*path)), None)

    def first_time(*path: str) -> str | None:
        found = (lom.text_of(*path, name) for lom in loms for name in ("duration", "datetime"))
        return next((text for text in found if text), None)

    titles = [text for lom in loms for text in lom.texts_of("general", "title")]
    declared = [text for lom in loms for text in lom.texts_of("general", "language")]
    keywords = [text.value for lom in loms for text in lom.texts_of("general", "keyword")]
    languages = [text.value for text in declared] + [
        text.language for text in titles if text.language
    ]
    return Metadata(
        title=titles[0] if titles else None,
        description=first("general", "description"),
        keywords=tuple(dict.fromkeys(keywords)),
        typical_learning_time=first_time("educational", "typicallearningtime"),
        duration=first_time("technical", "duration"),
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
    lom = _lom_file(folder, location) if location else None
    if lom is not None:
        yield lom


def _lom_file(folder: PackageFolder, location: str) -> Element | None:
    name = folder.find(location)
    if name is None:
        reason = f"The metadata file {location!r} is not in the package."
        folder.note("missing_metadata", reason)
        return None
    try:
        root = parse(folder.read(name), folder.path(name)).root
    except InvalidPackage as fault:
        folder.note(
            "bad_metadata",
            f"The metadata file is left out: {fault}",
            fault.line,
            file=folder.path(name),
        )
        return None
    return root if root.name == "lom" else None
