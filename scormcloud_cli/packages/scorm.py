"""SCORM 1.1, 1.2 and 2004: ``imsmanifest.xml``."""

import re
from collections.abc import Iterator, Mapping

from scormcloud_cli.packages import lom
from scormcloud_cli.packages.errors import InvalidPackage
from scormcloud_cli.packages.folder import Launch, PackageFolder, is_url, without_dots
from scormcloud_cli.packages.models import (
    Activity,
    ActivityKind,
    Description,
    LearningStandard,
    Objective,
    ObjectiveMap,
    Organization,
    Resource,
    Sequencing,
)
from scormcloud_cli.packages.problems import quoted
from scormcloud_cli.packages.xmltree import Document, Element, parse

DESCRIPTOR = "imsmanifest.xml"

# Tools write "SCORM 2004 4th Edition", "2004 4th Ed." and "CAM 1.3" as well.
_EDITION_OF_2004 = re.compile(r"2004\D{0,9}([234])(nd|rd|th)", re.IGNORECASE)
_OTHER_EDITION = re.compile(r"(?<![\d.])1\.[123](?![\d.])")
_EDITIONS = {
    "1.1": LearningStandard.SCORM11,
    "1.2": LearningStandard.SCORM12,
    "1.3": LearningStandard.SCORM20042NDEDITION,
    "2": LearningStandard.SCORM20042NDEDITION,
    "3": LearningStandard.SCORM20043RDEDITION,
    "4": LearningStandard.SCORM20044THEDITION,
}
_BEFORE_2004 = (LearningStandard.SCORM11, LearningStandard.SCORM12)
_NAMESPACES_OF_2004 = ("adlcp_v1p3", "adlseq_v1p3", "adlnav_v1p3", "imsss")
_NAMESPACES_BEFORE_2004 = ("adlcp_rootv1p",)
# Rules that items share count for each of them.
_RULE_LIMIT = 100_000
_OTHER_CONTENT = {
    "imscc": "a Common Cartridge",
    "common cartridge": "a Common Cartridge",
    "imsqti": "a QTI question package",
    "qtiv": "a QTI question package",
    "imsldcontent": "an IMS Learning Design package",
}

# What of an objective a map can read and write, with the attributes' names after read and write.
_PARTS_OF_IMS = {"success": "satisfiedstatus", "score": "normalizedmeasure"}
_PARTS_OF_ADL = {
    "raw": "rawscore",
    "min": "minscore",
    "max": "maxscore",
    "completion": "completionstatus",
    "amount": "progressmeasure",
}


def read(folder: PackageFolder, name: str) -> Description:
    """Read the manifest *name* of *folder*.

    Where the schema version is missing or unknown, the namespaces decide between SCORM 1.2 and 2004
    (3rd Edition). Where the default organization does not exist, the first one is used.

    Raises:
        InvalidPackage: it is not SCORM, has nothing to launch, or is not XML that can be read.
    """
    file = folder.path(name)
    return _Manifest(folder, file, parse(folder.read(name), file)).describe()


class _Manifest:
    def __init__(self, folder: PackageFolder, file: str, document: Document) -> None:
        self._folder = folder
        self._file = file
        self._root = document.root
        self._refuse_other_content(document)
        self._standard = self._edition(document)
        self._resources: dict[str, tuple[Element, str]] = {}
        for element, base in self._resources_of(self._root, ""):
            if identifier := element.get("identifier"):
                if identifier in self._resources:
                    message = (
                        f"The resource {quoted(identifier)} is defined twice; the first is used."
                    )
                    folder.note("duplicate_identifier", message, element.line)
                self._resources.setdefault(identifier, (element, base))
        self._items_seen: set[str] = set()
        self._parts: dict[tuple[str, ...], Element | None] = {}
        self._objectives: dict[str, tuple[Objective, ...]] = {}
        self._rule_count = 0
        self._launches: dict[tuple[str, str], Launch] = {}
        self._sequencing = {
            identifier: element
            for collection in self._root.all("sequencingcollection")
            for element in collection.all("sequencing")
            if (identifier := element.get("id"))
        }

    def describe(self) -> Description:
        elements, default = self._organizations()
        metadata = lom.read(self._folder, self._root, default)
        identifier = self._root.get("identifier")
        threshold, by_measure = self._completion_threshold(default)
        root = Activity(
            identifier=default.get("identifier") or identifier or "",
            title=_title(default) or metadata.title.value or identifier or "",
            kind=ActivityKind.AGGREGATION,
            children=self._items(default),
            scaled_passing_score=self._passing_score(default),
            completion_threshold=threshold,
            completed_by_measure=by_measure,
            sequencing=self._sequencing_of(default),
        )
        if all(activity.launch is None for activity in root.walk()):
            reason = "No item of the organization leads to a file that can be launched."
            raise InvalidPackage(reason, "nothing_to_launch", self._file, default.line)
        languages = (self._root.get("lang"), *metadata.languages)
        organizations = [
            Organization(element.get("identifier") or "", _title(element), element is default)
            for element in elements
        ]
        return Description(
            standard=self._standard,
            identifier=identifier,
            title=root.title,
            title_language=metadata.title.language,
            description=metadata.description.value or None,
            description_language=metadata.description.language,
            keywords=metadata.keywords,
            typical_learning_time=metadata.typical_learning_time,
            duration=metadata.duration,
            languages=tuple(dict.fromkeys(filter(None, languages))),
            root_activity=root,
            organizations=tuple(organizations),
            resources=tuple(self._described_resources()),
        )

    def _organizations(self) -> tuple[list[Element], Element]:
        """Return the organizations, and the one to import: without any, one of the only lesson."""
        container = self._root.first("organizations")
        organizations = list(container.all("organization")) if container else []
        if not container or not organizations:
            return [], self._organization_of_one()
        default = container.get("default")
        named = [element for element in organizations if element.get("identifier") == default]
        if default is not None and not named:
            message = (
                f"The default organization {quoted(default)} does not exist; the first is used."
            )
            self._folder.note("missing_default_organization", message, container.line)
        if len(organizations) > 1:
            message = f"The manifest has {len(organizations)} organizations; only one is imported."
            self._folder.note("several_organizations", message, organizations[1].line)
        return organizations, named[0] if default is not None and named else organizations[0]

    def _organization_of_one(self) -> Element:
        """Return an organization of the only SCO, or where there is none of the only resource."""
        with_href = {
            identifier: resource
            for identifier, (resource, _) in self._resources.items()
            if resource.get("href")
        }
        scos = [name for name, resource in with_href.items() if _scorm_type(resource) == "sco"]
        lessons = scos or list(with_href)
        if len(lessons) != 1:
            reason = (
                "The manifest has no organization, and not one resource that alone could be "
                f"launched but {len(lessons)}."
            )
            raise InvalidPackage(reason, "nothing_to_launch", self._file, self._root.line)
        message = (
            f"The manifest has no organization; its resource {quoted(lessons[0])} is launched."
        )
        self._folder.note("no_organization", message, self._root.line)
        reference = {"identifier": lessons[0], "identifierref": lessons[0]}
        line = with_href[lessons[0]].line
        return Element("organization", {}, line, children=[Element("item", reference, line)])

    def _described_resources(self) -> Iterator[Resource]:
        """Yield the resources, adding problems of files and resources that do not exist."""
        for identifier, (element, base) in self._resources.items():
            files = [
                self._file_named(href, base, file.line, identifier)
                for file in element.all("file")
                if (href := file.get("href"))
            ]
            dependencies: dict[str, None] = {}
            for dependency in element.all("dependency"):
                reference = dependency.get("identifierref") or ""
                dependencies[reference] = None
                if reference not in self._resources:
                    names = f"{quoted(identifier)} needs {quoted(reference)}"
                    message = f"The resource {names}, which does not exist."
                    self._folder.note("dangling_reference", message, dependency.line)
            href = element.get("href")
            yield Resource(
                identifier=identifier,
                type=element.get("type"),
                scorm_type=_scorm_type(element) or None,
                href=self._folder.join(base, href.replace("\\", "/")) if href else None,
                files=tuple(dict.fromkeys(filter(None, files))),
                dependencies=tuple(dependencies),
            )

    def _file_named(self, href: str, base: str, line: int, owner: str) -> str | None:
        """Return the file that a resource names, as the zip spells it; None for a URL."""
        path = self._folder.join(base, href.replace("\\", "/"))
        if is_url(path):
            return None
        what = f"A file of the resource {quoted(owner)}"
        resolved = without_dots(re.split("[?#]", path, maxsplit=1)[0])
        if resolved is None:
            message = f"{what} is outside the package: {quoted(href)}."
            self._folder.note("file_leaves_package", message, line)
            return None
        return self._folder.file_at(resolved, what, line)

    def _refuse_other_content(self, document: Document) -> None:
        if self._root.name != "manifest":
            reason = f"The outermost element is <{self._root.name}>, not <manifest>: not SCORM."
            raise InvalidPackage(reason, "not_scorm", self._file, self._root.line)
        schema = self._root.text_of("metadata", "schema") or ""
        signs = " ".join((schema, *document.namespaces)).lower()
        # A SCORM package may contain questions or parts of a cartridge too, and is SCORM still.
        if "scorm" in schema.lower() or "adlcp" in signs:
            return
        for sign, what in _OTHER_CONTENT.items():
            if sign in signs:
                reason = f"It is {what}, not SCORM. Export the course as SCORM instead."
                raise InvalidPackage(reason, "not_scorm", self._file, self._root.line)

    def _edition(self, document: Document) -> LearningStandard:
        place = ("metadata", "schemaversion")
        version = self._root.text_of(*place) or self._root.text_of(
            "organizations", "organization", *place
        )
        signs = " ".join(document.namespaces)
        has_2004 = any(sign in signs for sign in _NAMESPACES_OF_2004)
        if version and (edition := _edition_named(version)):
            has_older = any(sign in signs for sign in _NAMESPACES_BEFORE_2004)
            is_older = edition in _BEFORE_2004
            if (has_2004 and not has_older) if is_older else (has_older and not has_2004):
                other = "2004" if is_older else "1.2"
                message = (
                    f"The schemaversion is {quoted(version)}, which counts, but the namespaces are "
                    f"those of SCORM {other}."
                )
                self._folder.note("contradicting_version", message, self._root.line)
            return edition
        is_2004 = "2004" in (version or "") or has_2004
        standard = LearningStandard.SCORM20043RDEDITION if is_2004 else LearningStandard.SCORM12
        assumed = "2004 3rd Edition" if is_2004 else "1.2"
        what = (
            f"has the unknown schemaversion {quoted(version)}"
            if version
            else "has no schemaversion"
        )
        self._folder.note(
            "unknown_schemaversion" if version else "no_schemaversion",
            f"The manifest {what}; it is read as SCORM {assumed}.",
            self._root.line,
        )
        return standard

    def _items(self, parent: Element) -> tuple[Activity, ...]:
        return tuple(self._activity(item) for item in parent.all("item"))

    def _activity(self, item: Element) -> Activity:
        identifier = item.get("identifier") or ""
        if identifier and identifier in self._items_seen:
            message = f"The identifier {quoted(identifier)} belongs to more than one item."
            self._folder.note("duplicate_identifier", message, item.line)
        self._items_seen.add(identifier)
        children = self._items(item)
        reference = item.get("identifierref")
        launch, kind = self._target(item, reference)
        if launch.path is None and children:
            kind = ActivityKind.AGGREGATION
        elif reference is None and not children:
            message = f"The item {quoted(identifier)} has neither a resource nor items inside it."
            self._folder.note("item_without_target", message, item.line)
        limits = self._sequencing_part(item, "limitconditions")
        time_limit = limits.get("attemptabsolutedurationlimit") if limits else None
        threshold, by_measure = self._completion_threshold(item)
        return Activity(
            identifier=identifier,
            title=_title(item) or identifier,
            kind=kind,
            resource_identifier=reference,
            launch=launch.path,
            parameters=launch.parameters,
            scaled_passing_score=self._passing_score(item),
            max_time_allowed=item.text_of("maxtimeallowed") or time_limit,
            time_limit_action=item.text_of("timelimitaction"),
            launch_data=item.text_of("datafromlms"),
            completion_threshold=threshold,
            completed_by_measure=by_measure,
            progress_weight=self._progress_weight(item),
            prerequisites=item.text_of("prerequisites"),
            visible=(item.get("isvisible") or "true").lower() not in ("false", "0"),
            sequencing=self._sequencing_of(item),
            shared_data=_shared_data(item),
            children=children,
        )

    def _target(self, item: Element, reference: str | None) -> tuple[Launch, ActivityKind]:
        nothing = Launch(None), ActivityKind.UNKNOWN
        if reference is None:
            return nothing
        owner = _owner(item)
        if reference not in self._resources:
            message = (
                f"The {owner} points to the resource {quoted(reference)}, which does not exist."
            )
            code = "dangling_reference" if item.first("item") else "missing_resource"
            self._folder.note(code, message, item.line)
            return nothing
        resource, base = self._resources[reference]
        href = resource.get("href")
        if href is None:
            message = f"The resource {quoted(reference)} of {owner} has no href to launch."
            code = "item_without_target" if item.first("item") else "no_href"
            self._folder.note(code, message, resource.line)
            return nothing
        parameters = item.get("parameters") or ""
        # What is wrong with a link is told once, not for each item that has it.
        if launch := self._launches.get((reference, parameters)):
            self._folder.count_path(href + parameters)
        else:
            launch = self._folder.launch(href, owner, item.line, base=base, parameters=parameters)
            self._launches[reference, parameters] = launch
        is_asset = launch.path and _scorm_type(resource) == "asset"
        return launch, ActivityKind.ASSET if is_asset else launch.kind

    def _passing_score(self, item: Element) -> float | None:
        owner = _owner(item)
        if mastery := item.text_of("masteryscore"):
            score = self._folder.number(mastery, f"mastery score of {owner}", 0, 100, item.line)
            return score / 100 if score is not None else None
        objective = self._sequencing_part(item, "objectives", "primaryobjective")
        if objective is None or not objective.flag("satisfiedbymeasure"):
            return None
        measure = objective.text_of("minnormalizedmeasure") or "1.0"  # SCORM 2004's default
        return self._folder.number(measure, f"minNormalizedMeasure of {owner}", -1, 1)

    def _completion_threshold(self, item: Element) -> tuple[float | None, bool]:
        """Return the threshold, and whether it decides completion."""
        element = item.first("completionthreshold")
        if element is None:
            return None, False
        owner = _owner(item)
        # The 3rd Edition has the number in the element, and a number there always decides.
        if text := element.text.strip():
            return self._folder.number(text, f"completionThreshold of {owner}", 0, 1), True
        measure = element.get("minprogressmeasure") or "1.0"
        threshold = self._folder.number(measure, f"minProgressMeasure of {owner}", 0, 1)
        return threshold, element.flag("completedbymeasure")

    def _progress_weight(self, item: Element) -> float:
        element = item.first("completionthreshold")
        weight = element.get("progressweight") if element is not None else None
        what = f"progressWeight of {_owner(item)}"
        number = self._folder.number(weight, what, 0, 1) if weight else None
        return 1.0 if number is None else number

    def _sequencing_of(self, item: Element) -> Sequencing | None:
        if item.first("sequencing") is None:
            return None
        modes = self._sequencing_part(item, "controlmode")
        rules = self._sequencing_part(item, "sequencingrules")
        limits = self._sequencing_part(item, "limitconditions")
        delivery = self._sequencing_part(item, "deliverycontrols")
        rollup = self._sequencing_part(item, "rolluprules")
        required = self._sequencing_part(item, "rollupconsiderations")
        weight = rollup.get("objectivemeasureweight") if rollup else None
        what = f"objectiveMeasureWeight of {_owner(item)}"
        measure_weight = self._folder.number(weight, what, 0, 1) if weight else None
        return Sequencing(
            choice=_flag(modes, "choice", default=True),
            flow=_flag(modes, "flow"),
            forward_only=_flag(modes, "forwardonly"),
            rules=self._rules_in_words(rules) if rules else (),
            objectives=self._objectives_of(item),
            attempt_limit=limits.get("attemptlimit") if limits else None,
            tracked=_flag(delivery, "tracked", default=True),
            completion_set_by_content=_flag(delivery, "completionsetbycontent"),
            objective_set_by_content=_flag(delivery, "objectivesetbycontent"),
            rolls_up_completion=_flag(rollup, "rollupprogresscompletion", default=True),
            rolls_up_success=_flag(rollup, "rollupobjectivesatisfied", default=True),
            measure_weight=1.0 if measure_weight is None else measure_weight,
            rollup_rules=len(list(rollup.all("rolluprule"))) if rollup else 0,
            required_for_satisfied=_required(required, "satisfied"),
            required_for_not_satisfied=_required(required, "notsatisfied"),
            required_for_completed=_required(required, "completed"),
            required_for_incomplete=_required(required, "incomplete"),
        )

    def _objectives_of(self, item: Element) -> tuple[Objective, ...]:
        sequencing = item.first("sequencing")
        if sequencing is None or sequencing.first("objectives") is not None:
            return _objectives(sequencing)
        identifier = sequencing.get("idref") or ""
        if identifier not in self._objectives:
            self._objectives[identifier] = _objectives(self._sequencing.get(identifier))
        return self._objectives[identifier]

    def _sequencing_part(self, item: Element, *path: str) -> Element | None:
        """Return a part of the item's sequencing, or of the shared sequencing that it refers to."""
        sequencing = item.first("sequencing")
        if sequencing is None:
            return None
        return sequencing.first(*path) or self._shared_part(sequencing.get("idref") or "", *path)

    def _shared_part(self, identifier: str, *path: str) -> Element | None:
        # Looked for once: ten thousand items may refer to a sequencing of ten thousand elements.
        key = (identifier, *path)
        if key not in self._parts:
            shared = self._sequencing.get(identifier)
            self._parts[key] = shared.first(*path) if shared is not None else None
        return self._parts[key]

    def _rules_in_words(self, rules: Element) -> tuple[str, ...]:
        self._rule_count += len(rules.children)
        if self._rule_count > _RULE_LIMIT:
            reason = f"Its items have more than {_RULE_LIMIT} sequencing rules."
            raise InvalidPackage(reason, "too_complex", self._file, rules.line)
        return tuple(_in_words(rule) for rule in rules.children)

    def _resources_of(self, manifest: Element, base: str) -> Iterator[tuple[Element, str]]:
        """Yield each resource with its joined base, also those of manifests in the manifest."""
        base = self._folder.join(base, manifest.get("base") or "")
        for container in manifest.all("resources"):
            folder = self._folder.join(base, container.get("base") or "")
            for resource in container.all("resource"):
                own = resource.get("base")
                yield resource, self._folder.join(folder, own) if own else folder
        for inner in manifest.all("manifest"):
            yield from self._resources_of(inner, base)


def _flag(element: Element | None, attribute: str, *, default: bool = False) -> bool:
    return element.flag(attribute, default) if element is not None else default


def _required(considerations: Element | None, status: str) -> str:
    """Return when an activity counts for a status of the one around it."""
    named = considerations.get(f"requiredfor{status}") if considerations is not None else None
    return named or "always"


def _objectives(sequencing: Element | None) -> tuple[Objective, ...]:
    """Return the objectives of a sequencing; ADL's namespace has more that maps can say."""
    primary: dict[str, bool] = {}
    maps: dict[str, list[ObjectiveMap]] = {}
    for container in sequencing.all("objectives") if sequencing is not None else ():
        of_adl = "adlseq" in (container.namespace or "")
        for element in container.children:
            identifier = element.get("objectiveid") or ""
            if not of_adl:
                primary[identifier] = element.name == "primaryobjective"
            parts = _PARTS_OF_ADL if of_adl else _PARTS_OF_IMS
            maps.setdefault(identifier, []).extend(
                _objective_map(info, parts) for info in element.all("mapinfo")
            )
    return tuple(
        Objective(identifier=identifier, primary=is_primary, maps=tuple(maps[identifier]))
        for identifier, is_primary in primary.items()
    )


def _objective_map(info: Element, parts: Mapping[str, str]) -> ObjectiveMap:
    return ObjectiveMap(
        target=info.get("targetobjectiveid") or "",
        reads=frozenset(part for part, name in parts.items() if info.flag(f"read{name}", True)),
        writes=frozenset(part for part, name in parts.items() if info.flag(f"write{name}")),
    )


def _shared_data(item: Element) -> tuple[str, ...]:
    """Return the IDs of the stores of SCORM 2004 4th Edition that an item maps, each once."""
    maps = item.first("data")
    targets = [one.get("targetid") for one in maps.all("map")] if maps is not None else []
    return tuple(dict.fromkeys(filter(None, targets)))


def _in_words(rule: Element) -> str:
    """Return a sequencing rule in words: ``skip if satisfied or completed``."""
    action = rule.first("ruleaction")
    conditions = rule.first("ruleconditions")
    words = [
        ("not " if (condition.get("operator") or "").lower() == "not" else "")
        + (condition.get("condition") or "")
        for condition in (conditions.all("rulecondition") if conditions else ())
    ]
    joint = " or " if conditions and (conditions.get("conditioncombination") == "any") else " and "
    return f"{(action.get('action') if action else None) or 'do nothing'} if {joint.join(words)}"


def _edition_named(version: str) -> LearningStandard | None:
    """Return the edition that a schemaversion names, None when that is not clear."""
    if match := _EDITION_OF_2004.search(version):
        return _EDITIONS[match[1]]
    match = _OTHER_EDITION.search(version)
    return _EDITIONS[match[0]] if match and "2004" not in version else None


def _scorm_type(resource: Element) -> str:
    return (resource.get("scormtype") or "").lower()


def _owner(item: Element) -> str:
    return f"item {quoted(item.get('identifier') or '')}"


def _title(element: Element) -> str:
    return element.first_text("title").value
