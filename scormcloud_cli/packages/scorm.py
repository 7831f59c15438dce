"""SCORM 1.1, 1.2 and 2004: ``imsmanifest.xml``."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from scormcloud_cli.packages import lom
from scormcloud_cli.packages.errors import InvalidPackage
from scormcloud_cli.packages.folder import Launch, PackageFolder, is_url, join, without_dots
from scormcloud_cli.packages.models import (
    Activity,
    ActivityKind,
    Description,
    LearningStandard,
    Organization,
    Resource,
    Sequencing,
)
from scormcloud_cli.packages.scores import decimal
from scormcloud_cli.packages.xmltree import Document, Element, parse

DESCRIPTOR = "imsmanifest.xml"

_EDITIONS = {
    "1.1": LearningStandard.SCORM11,
    "1.2": LearningStandard.SCORM12,
    "1.3": LearningStandard.SCORM20042NDEDITION,
    "cam 1.3": LearningStandard.SCORM20042NDEDITION,
    "2004 2nd edition": LearningStandard.SCORM20042NDEDITION,
    "2004 3rd edition": LearningStandard.SCORM20043RDEDITION,
    "2004 4th edition": LearningStandard.SCORM20044THEDITION,
}
_NAMESPACES_OF_2004 = ("adlcp_v1p3", "adlseq_v1p3", "adlnav_v1p3", "imsss")
_OTHER_CONTENT = {
    "imscc": "a Common Cartridge",
    "common cartridge": "a Common Cartridge",
    "imsqti": "a QTI question package",
    "qtiv": "a QTI question package",
    "imsldcontent": "an IMS Learning Design package",
}


def read(folder: PackageFolder, name: str) -> Description:
    """Read the manifest *name* of *folder*.

    Where the schema version is missing or unknown, the namespaces decide between SCORM 1.2 and 2004
    (3rd Edition). Where the default organization does not exist, the first one is taken.

    Raises:
        InvalidPackage: it is not SCORM, has nothing to launch, or is no XML that can be read.
    """
    file = folder.path(name)
    document = parse(folder.read(name), file)
    return _Manifest(folder, file, document).describe()


class _Manifest:
    def __init__(self, folder: PackageFolder, file: str, document: Document) -> None:
        self._folder = folder
        self._file = file
        self._document = document
        self._root = document.root
        self._refuse_other_content()
        self.standard = self._standard()
        self._resources: dict[str, tuple[Element, str]] = {}
        for element, base in _resources(self._root, ""):
            if identifier := element.get("identifier"):
                if identifier in self._resources:
                    reason = f"The resource {identifier!r} stands twice; the first counts."
                    folder.note("duplicate_identifier", reason, element.line)
                self._resources.setdefault(identifier, (element, base))
        self._items_seen: set[str] = set()
        self._sequencing = {
            identifier: element
            for collection in self._root.all("sequencingcollection")
            for element in collection.all("sequencing")
            if (identifier := element.get("id"))
        }

    def describe(self) -> Description:
        organization = self._organization()
        metadata = lom.read(self._folder, self._root, organization)
        title = _title(organization) or (metadata.title.value if metadata.title else None)
        identifier = self._root.get("identifier")
        children = self._items(organization)
        root = Activity(
            identifier=organization.get("identifier") or identifier or "",
            title=title or identifier or "",
            kind=ActivityKind.AGGREGATION,
            scaled_passing_score=self._passing_score(organization),
            sequencing=self._sequencing_of(organization),
            children=children,
        )
        if all(activity.launch is None for activity in root.walk()):
            reason = "No item of the organization leads to a file that can be launched."
            raise InvalidPackage(reason, "nothing_to_launch", self._file, organization.line)
        language = self._root.get("lang")
        return Description(
            standard=self.standard,
            identifier=identifier,
            title=root.title,
            title_language=metadata.title.language if metadata.title else None,
            description=metadata.description.value if metadata.description else None,
            description_language=metadata.description.language if metadata.description else None,
            keywords=metadata.keywords,
            typical_learning_time=metadata.typical_learning_time,
            duration=metadata.duration,
            languages=tuple(
                dict.fromkeys((*((language,) if language else ()), *metadata.languages))
            ),
            root_activity=root,
            organizations=self._organizations(organization),
            resources=tuple(self._described_resources()),
        )

    def _organizations(self, default: Element) -> tuple[Organization, ...]:
        found = self._root.first("organizations")
        every = list(found.all("organization")) if found else []
        if len(every) > 1:
            reason = f"The manifest has {len(every)} organizations; only one is imported."
            self._folder.note("several_organizations", reason, every[1].line)
        return tuple(
            Organization(each.get("identifier") or "", _title(each) or "", each is default)
            for each in every
        )

    def _described_resources(self) -> Iterator[Resource]:
        """Yield the resources, noting files and resources that are named and not there."""
        for identifier, (element, base) in self._resources.items():
            files = [
                (href, each.line) for each in element.all("file") if (href := each.get("href"))
            ]
            named = (self._file_named(href, base, line, identifier) for href, line in files)
            dependencies = [
                (each.get("identifierref") or "", each.line) for each in element.all("dependency")
            ]
            for wanted, line in dependencies:
                if wanted not in self._resources:
                    reason = f"The resource {identifier!r} needs {wanted!r}, which does not exist."
                    self._folder.note("dangling_reference", reason, line)
            href = element.get("href")
            yield Resource(
                identifier=identifier,
                type=element.get("type"),
                scorm_type=(element.get("scormtype") or "").lower() or None,
                href=join(base, href.replace("\\", "/")) if href else None,
                files=tuple(dict.fromkeys(name for name in named if name)),
                dependencies=tuple(dict.fromkeys(wanted for wanted, _ in dependencies)),
                line=element.line,
            )

    def _file_named(self, href: str, base: str, line: int, owner: str) -> str | None:
        """Return the file that a resource names, as the zip has it; None for a link elsewhere."""
        path = join(base, href.replace("\\", "/"))
        if is_url(path):
            return None
        resolved = without_dots(re.split("[?#]", path, maxsplit=1)[0])
        if resolved is None:
            reason = f"A file of the resource {owner!r} leaves the package: {href!r}."
            self._folder.note("path_leaves_package", reason, line)
            return None
        wanted = unquote(resolved)
        found = self._folder.find(wanted) or self._folder.find(resolved)
        if found is None:
            reason = f"A file of the resource {owner!r} is not in the package: {wanted!r}."
            self._folder.note("missing_file", reason, line)
        elif found not in (wanted, resolved):
            reason = f"A file of the resource {owner!r} differs in case: {wanted!r}, {found!r}."
            self._folder.note("differs_in_case", reason, line)
        return found or wanted

    def _refuse_other_content(self) -> None:
        if self._root.name != "manifest":
            reason = (
                f"The outermost element is <{self._root.name}>, not <manifest>: this is not SCORM."
            )
            raise InvalidPackage(reason, "not_scorm", self._file, self._root.line)
        schema = self._root.text_of("metadata", "schema") or ""
        signs = " ".join((schema, *self._document.namespaces)).lower()
        # A SCORM package may carry questions or a cartridge's parts: what is SCORM's own wins.
        if "scorm" in schema.lower() or "adlcp" in signs:
            return
        for sign, what in _OTHER_CONTENT.items():
            if sign in signs:
                reason = f"It is {what}, not SCORM. Export the course as SCORM instead."
                raise InvalidPackage(reason, "not_scorm", self._file, self._root.line)

    def _standard(self) -> LearningStandard:
        version = self._root.text_of("metadata", "schemaversion")
        if version and (edition := _EDITIONS.get(" ".join(version.lower().split()))):
            return edition
        namespaces = " ".join(self._document.namespaces)
        is_2004 = any(sign in namespaces for sign in _NAMESPACES_OF_2004) or "2004" in (
            version or ""
        )
        standard = LearningStandard.SCORM20043RDEDITION if is_2004 else LearningStandard.SCORM12
        taken = "2004 3rd Edition" if is_2004 else "1.2"
        what = f"has the unknown schemaversion {version!r}" if version else "has no schemaversion"
        self._folder.note(
            "unknown_schemaversion" if version else "no_schemaversion",
            f"The manifest {what}; it is read as SCORM {taken}.",
            self._root.line,
        )
        return standard

    def _organization(self) -> Element:
        container = self._root.first("organizations")
        organizations = list(container.all("organization")) if container else []
        if not container or not organizations:
            reason = "The manifest has no organization, so there is nothing to launch."
            raise InvalidPackage(reason, "nothing_to_launch", self._file, self._root.line)
        default = container.get("default")
        for organization in organizations:
            if default is not None and organization.get("identifier") == default:
                return organization
        if default is not None:
            reason = f"The default organization {default!r} does not exist; the first counts."
            self._folder.note("missing_default_organization", reason, container.line)
        return organizations[0]

    def _items(self, parent: Element) -> tuple[Activity, ...]:
        return tuple(self._activity(item) for item in parent.all("item"))

    def _activity(self, item: Element) -> Activity:
        identifier = item.get("identifier") or ""
        if identifier and identifier in self._items_seen:
            reason = f"The item {identifier!r} stands more than once."
            self._folder.note("duplicate_identifier", reason, item.line)
        self._items_seen.add(identifier)
        children = self._items(item)
        reference = item.get("identifierref")
        launch, kind = self._target(item, reference)
        if launch.path is None and children:
            kind = ActivityKind.AGGREGATION
        elif reference is None and not children:
            reason = f"The item {identifier!r} has neither a resource nor items inside it."
            self._folder.note("item_without_target", reason, item.line)
        threshold, by_measure = self._completion_threshold(item)
        return Activity(
            identifier=identifier,
            title=_title(item) or identifier,
            kind=kind,
            resource_identifier=reference,
            launch=launch.path,
            parameters=launch.parameters,
            scaled_passing_score=self._passing_score(item),
            max_time_allowed=item.text_of("maxtimeallowed")
            or self._limit(item, "attemptabsolutedurationlimit"),
            time_limit_action=item.text_of("timelimitaction"),
            launch_data=item.text_of("datafromlms"),
            completion_threshold=threshold,
            completed_by_measure=by_measure,
            prerequisites=item.text_of("prerequisites"),
            visible=(item.get("isvisible") or "true").lower() not in ("false", "0"),
            sequencing=self._sequencing_of(item),
            children=children,
        )

    def _target(self, item: Element, reference: str | None) -> tuple[Launch, ActivityKind]:
        nothing = Launch(None), ActivityKind.UNKNOWN
        if reference is None:
            return nothing
        owner = f"item {item.get('identifier') or ''!r}"
        if reference not in self._resources:
            reason = f"The {owner} points to the resource {reference!r}, which does not exist."
            self._folder.note("dangling_reference", reason, item.line)
            return nothing
        resource, base = self._resources[reference]
        href = resource.get("href")
        if href is None:
            reason = f"The resource {reference!r} of {owner} has no href to launch."
            self._folder.note("no_href", reason, resource.line)
            return nothing
        launch = self._folder.launch(
            href, owner, item.line, base=base, parameters=item.get("parameters") or ""
        )
        is_asset = (resource.get("scormtype") or "").lower() == "asset"
        kind = ActivityKind.ASSET if is_asset else ActivityKind.SCO
        return launch, kind if launch.path is not None else ActivityKind.UNKNOWN

    def _passing_score(self, item: Element) -> float | None:
        owner = f"item {item.get('identifier') or ''!r}"
        if mastery := item.text_of("masteryscore"):
            score = decimal(self._folder, mastery, f"mastery score of {owner}", 0, 100, item.line)
            return score / 100 if score is not None else None
        objective = self._sequencing_part(item, "objectives", "primaryobjective")
        if objective is None or (objective.get("satisfiedbymeasure") or "").lower() not in (
            "true",
            "1",
        ):
            return None
        measure = objective.text_of("minnormalizedmeasure")
        if measure is None:
            return 1.0  # SCORM 2004's default
        return decimal(self._folder, measure, f"minNormalizedMeasure of {owner}", -1, 1)

    def _completion_threshold(self, item: Element) -> tuple[float | None, bool]:
        element = item.first("completionthreshold")
        if element is None:
            return None, False
        owner = f"item {item.get('identifier') or ''!r}"
        # The 3rd Edition has the number in the element, and a number there is always in force.
        if text := element.text.strip():
            return decimal(self._folder, text, f"completionThreshold of {owner}", 0, 1), True
        measure = element.get("minprogressmeasure") or "1.0"
        by_measure = (element.get("completedbymeasure") or "false").lower() in ("true", "1")
        return decimal(self._folder, measure, f"minProgressMeasure of {owner}", 0, 1), by_measure

    def _limit(self, item: Element, name: str) -> str | None:
        conditions = self._sequencing_part(item, "limitconditions")
        return conditions.get(name) if conditions is not None else None

    def _sequencing_of(self, item: Element) -> Sequencing | None:
        if item.first("sequencing") is None:
            return None
        modes = self._sequencing_part(item, "controlmode")
        rules = self._sequencing_part(item, "sequencingrules")
        limits = self._sequencing_part(item, "limitconditions")
        objectives = self._sequencing_part(item, "objectives")
        return Sequencing(
            choice=_flag(modes, "choice", True),
            flow=_flag(modes, "flow", False),
            forward_only=_flag(modes, "forwardonly", False),
            rules=tuple(_in_words(rule) for rule in rules.children) if rules else (),
            objectives=len(objectives.children) if objectives else 0,
            attempt_limit=limits.get("attemptlimit") if limits else None,
        )

    def _sequencing_part(self, item: Element, *path: str) -> Element | None:
        """Return a part of the item's sequencing, or of the shared sequencing that it refers to."""
        sequencing = item.first("sequencing")
        if sequencing is None:
            return None
        shared = self._sequencing.get(sequencing.get("idref") or "")
        return sequencing.first(*path) or (shared.first(*path) if shared is not None else None)


def _flag(element: Element | None, name: str, default: bool) -> bool:
    value = element.get(name) if element is not None else None
    return default if value is None else value.lower() in ("true", "1")


def _in_words(rule: Element) -> str:
    """Return a sequencing rule in words: ``skip if satisfied or completed``."""
    action = rule.first("ruleaction")
    conditions = rule.first("ruleconditions")
    found = [
        ("not " if (each.get("operator") or "").lower() == "not" else "")
        + (each.get("condition") or "")
        for each in (conditions.all("rulecondition") if conditions else ())
    ]
    joint = " or " if conditions and (conditions.get("conditioncombination") == "any") else " and "
    return f"{(action.get('action') if action else None) or 'do nothing'} if {joint.join(found)}"


def _title(element: Element) -> str | None:
    return next((text.value for text in element.texts_of("title")), None)


def _resources(manifest: Element, base: str) -> Iterator[tuple[Element, str]]:
    """Yield each resource with its whole base, those of manifests inside the manifest included."""
    base = join(base, manifest.get("base") or "")
    for container in manifest.all("resources"):
        folder = join(base, container.get("base") or "")
        for resource in container.all("resource"):
            yield resource, join(folder, resource.get("base") or "")
    for inner in manifest.all("manifest"):
        yield from _resources(inner, base)
