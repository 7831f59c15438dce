"""Manifests of SCORM 1.1, 1.2 and 2004, good and messy."""

import pytest

from scormcloud_cli.packages import Activity, ActivityKind, InvalidPackage, Package, read_package
from scormcloud_cli.packages.xmltree import Element
from tests.unit.packages.course_zips import ITEM, PAGE, RESOURCE, manifest, scorm

SEQUENCING = 'xmlns:imsss="http://www.imsglobal.org/xsd/imsss"'


def read(text: str, files: dict[str, str | bytes] | None = None) -> Package:
    return read_package(scorm(text, files))


def refused(text: str) -> InvalidPackage:
    with pytest.raises(InvalidPackage) as refusal:
        read(text)
    return refusal.value


def item(inside: str = "", attributes: str = "") -> str:
    return (
        f'<item identifier="item" identifierref="page" {attributes}><title>A</title>{inside}</item>'
    )


def only_item(package: Package) -> Activity:
    (activity,) = package.root_activity.children
    return activity


def without_organization(organizations: str, resources: str) -> str:
    before, _, rest = manifest(resources=resources).partition("<organizations")
    return before + organizations + rest.partition("</organizations>")[2]


@pytest.mark.parametrize(
    ("version", "standard"),
    [
        ("1.1", "SCORM11"),
        ("1.2", "SCORM12"),
        (" 1.2\n", "SCORM12"),
        ("CAM 1.3", "SCORM20042NDEDITION"),
        ("2004 2nd Edition", "SCORM20042NDEDITION"),
        ("2004 3rd Edition", "SCORM20043RDEDITION"),
        ("2004 4th edition", "SCORM20044THEDITION"),
        ("SCORM 2004 4th Edition", "SCORM20044THEDITION"),
        ("2004 4th Ed", "SCORM20044THEDITION"),
        ("2004 4th Ed.", "SCORM20044THEDITION"),
        ("ADL SCORM 2004 (3rd Edition)", "SCORM20043RDEDITION"),
        ("2004_2nd", "SCORM20042NDEDITION"),
        ("SCORM 1.2", "SCORM12"),
    ],
)
def test_the_schema_version_is_the_standard(version: str, standard: str) -> None:
    package = read(manifest(version=version))

    assert (package.standard, package.warnings) == (standard, ())


@pytest.mark.parametrize(
    ("version", "namespace", "standard"),
    [
        (None, "adlcp_rootv1p2", "SCORM12"),
        (None, "adlcp_v1p3", "SCORM20043RDEDITION"),
        ("2004", "adlcp_v1p3", "SCORM20043RDEDITION"),
        ("9.9", "adlcp_rootv1p2", "SCORM12"),
    ],
)
def test_without_a_known_schema_version_the_namespaces_decide(
    version: str | None, namespace: str, standard: str
) -> None:
    text = manifest(version=version).replace("adlcp_rootv1p2", namespace)

    package = read(text)

    assert package.standard == standard
    assert "schemaversion" in package.warnings[0]


@pytest.mark.parametrize(
    ("version", "other"),
    [
        ("1.2", "http://www.adlnet.org/xsd/adlcp_v1p3"),
        ("2004 3rd Edition", "http://www.adlnet.org/xsd/adlcp_rootv1p2"),
    ],
)
def test_a_schema_version_that_the_namespaces_contradict_counts_with_a_warning(
    version: str, other: str
) -> None:
    text = manifest(version=version)
    own = "adlcp_rootv1p2" if version == "1.2" else "adlcp_v1p3"

    package = read(text.replace(f"http://www.adlnet.org/xsd/{own}", other))

    assert package.standard == read(text).standard
    assert [problem.code for problem in package.problems] == ["contradicting_version"]


def test_the_namespaces_of_both_do_not_contradict() -> None:
    text = manifest().replace("<manifest ", '<manifest xmlns:x="http://x/adlcp_v1p3" ', 1)

    assert read(text).warnings == ()


def test_the_schema_version_in_the_metadata_of_the_organization_counts() -> None:
    metadata = "<metadata><schemaversion>1.2</schemaversion></metadata>"

    package = read(manifest(version=None, organization=metadata))

    assert (package.standard, package.warnings) == ("SCORM12", ())


@pytest.mark.parametrize("organizations", ["<organizations/>", '<organizations default="x"/>', ""])
@pytest.mark.parametrize(
    "others",
    [
        "",
        '<resource identifier="lib"/>',
        '<resource identifier="lib" adlcp:scormtype="asset" href="lib.js"/>',
    ],
)
def test_without_an_organization_the_only_resource_to_launch_is_the_course(
    organizations: str, others: str
) -> None:
    package = read(without_organization(organizations, RESOURCE + others), {"lib.js": ""})

    assert only_item(package).launch == "index.html"
    assert only_item(package).kind == ActivityKind.SCO
    assert (package.title, package.organizations) == ("course", ())
    assert [problem.code for problem in package.problems] == ["no_organization"]


def test_without_an_organization_a_page_alone_is_the_course() -> None:
    resource = '<resource identifier="page" adlcp:scormtype="asset" href="index.html"/>'

    package = read(without_organization("<organizations/>", resource))

    assert only_item(package).launch == "index.html"


def test_without_an_organization_two_lessons_are_no_course() -> None:
    other = RESOURCE.replace('"page"', '"other"')

    assert refused(without_organization("<organizations/>", RESOURCE + other)).code == (
        "nothing_to_launch"
    )


def test_a_title_is_on_one_line() -> None:
    assert read(manifest(title="Fire\n      drill")).title == "Fire drill"


def test_without_a_title_the_metadata_names_the_course() -> None:
    title = "<lom:title><lom:string>Fire</lom:string></lom:title>"
    metadata = f"<lom:lom><lom:general>{title}</lom:general></lom:lom>"

    assert read(manifest(title="", metadata=metadata)).title == "Fire"


def test_without_any_title_the_identifier_names_the_course() -> None:
    assert read(manifest(title="")).title == "course"


def test_metadata_of_the_old_kind_is_read() -> None:
    metadata = """<lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1">
      <general>
        <title><langstring xml:lang="de">Feuer</langstring></title>
        <language>de</language>
        <description><langstring xml:lang="x-none">Was tun?</langstring></description>
        <keyword><langstring>Brand</langstring></keyword>
        <keyword><langstring>Alarm</langstring></keyword>
      </general>
      <technical><duration><datetime>PT20M</datetime></duration></technical>
      <educational>
        <typicallearningtime><datetime>00:30:00</datetime></typicallearningtime>
      </educational></lom>"""

    package = read(manifest(metadata=metadata))

    assert package.title_language == "de"
    assert (package.description, package.description_language) == ("Was tun?", None)
    assert package.keywords == ("Brand", "Alarm")
    assert (package.typical_learning_time, package.duration) == ("00:30:00", "PT20M")
    assert package.languages == ("de",)


def test_metadata_in_a_file_of_its_own_is_read() -> None:
    lom = "<lom><general><description><string>Of fire.</string></description></general></lom>"

    package = read(
        manifest(metadata="<adlcp:location>meta/lom.xml</adlcp:location>"), {"meta/lom.xml": lom}
    )

    assert package.description == "Of fire."


@pytest.mark.parametrize("files", [{}, {"lom.xml": "<lom>"}])
def test_a_metadata_file_that_cannot_be_read_is_a_warning(files: dict[str, str | bytes]) -> None:
    package = read(manifest(metadata="<adlcp:location>lom.xml</adlcp:location>"), files)

    assert package.description is None
    assert "lom.xml" in package.warnings[0]


def test_the_default_organization_counts() -> None:
    other = '<organization identifier="other"><title>Other</title></organization>'
    first = '<organization identifier="organization">'

    assert read(manifest().replace(first, other + first)).title == "A course"


def test_a_default_organization_that_does_not_exist_is_a_warning() -> None:
    package = read(manifest().replace('default="organization"', 'default="gone"'))

    assert package.title == "A course"
    assert "'gone' does not exist" in package.warnings[0]


def test_without_a_default_the_first_organization_counts() -> None:
    package = read(manifest().replace('default="organization"', ""))

    assert (package.title, package.warnings) == ("A course", ())


def test_base_folders_join_at_all_three_levels() -> None:
    resource = '<resource identifier="page" xml:base="c" href="index.html" adlcp:scormtype="sco"/>'
    text = manifest(resources=resource)
    text = text.replace("<manifest ", '<manifest xml:base="a/" ', 1)
    text = text.replace("<resources>", '<resources xml:base="b/">')

    package = read(text, {"a/b/c/index.html": PAGE})

    assert only_item(package).launch == "a/b/c/index.html"
    assert package.warnings == ()


def test_resources_of_a_manifest_inside_the_manifest_are_found() -> None:
    inner = (
        f'<manifest xml:base="inner/" identifier="b"><resources>{RESOURCE}</resources></manifest>'
    )

    package = read(manifest(resources="", more=inner), {"inner/index.html": PAGE})

    assert only_item(package).launch == "inner/index.html"


def test_parameters_of_item_and_resource_are_joined() -> None:
    resource = RESOURCE.replace("index.html", "index.html?a=1")

    activity = only_item(read(manifest(item(attributes='parameters="&amp;b=2"'), resource)))

    assert (activity.launch, activity.parameters) == ("index.html", "?a=1&b=2")
    assert activity.href == "index.html?a=1&b=2"


@pytest.mark.parametrize(
    ("scorm_type", "kind"),
    [
        ('adlcp:scormtype="sco"', ActivityKind.SCO),
        ('adlcp:scormType="SCO"', ActivityKind.SCO),
        ('adlcp:scormtype="asset"', ActivityKind.ASSET),
        ("", ActivityKind.SCO),
    ],
)
def test_a_resource_is_a_sco_unless_it_says_asset(scorm_type: str, kind: ActivityKind) -> None:
    resource = f'<resource identifier="page" href="index.html" {scorm_type}/>'

    assert only_item(read(manifest(resources=resource))).kind == kind


def test_an_item_that_contains_items_is_a_folder() -> None:
    package = read(manifest(f'<item identifier="unit"><title>Unit</title>{ITEM}</item>'))

    (unit,) = package.root_activity.children
    assert (unit.kind, unit.launch) == (ActivityKind.AGGREGATION, None)
    assert [lesson.identifier for lesson in unit.children] == ["item"]


def test_what_scorm_1_2_says_of_an_item_is_read() -> None:
    activity = only_item(
        read(
            manifest(
                item(
                    "<adlcp:prerequisites>a&amp;b</adlcp:prerequisites>"
                    "<adlcp:maxtimeallowed>00:30:00</adlcp:maxtimeallowed>"
                    "<adlcp:timelimitaction>exit,message</adlcp:timelimitaction>"
                    "<adlcp:datafromlms>level=2</adlcp:datafromlms>"
                    "<adlcp:masteryscore>65</adlcp:masteryscore>",
                    'isvisible="false"',
                )
            )
        )
    )

    assert activity.prerequisites == "a&b"
    assert activity.max_time_allowed == "00:30:00"
    assert activity.time_limit_action == "exit,message"
    assert activity.launch_data == "level=2"
    assert activity.scaled_passing_score == 0.65
    assert not activity.visible


@pytest.mark.parametrize("score", ["eighty", "101", "-1", "nan", "1e999", "0,8", "9" * 5000])
def test_a_mastery_score_that_is_none_is_a_warning(score: str) -> None:
    package = read(manifest(item(f"<adlcp:masteryscore>{score}</adlcp:masteryscore>")))

    assert only_item(package).scaled_passing_score is None
    assert "mastery score of item 'item'" in package.warnings[0]


@pytest.mark.parametrize(
    ("objective", "score"),
    [
        ('satisfiedByMeasure="true"><x:minNormalizedMeasure>0.7</x:minNormalizedMeasure>', 0.7),
        ('satisfiedByMeasure="true"><x:minNormalizedMeasure>-0.5</x:minNormalizedMeasure>', -0.5),
        ('satisfiedByMeasure="true">', 1.0),
        ('satisfiedByMeasure="false"><x:minNormalizedMeasure>0.7</x:minNormalizedMeasure>', None),
        ("><x:minNormalizedMeasure>0.7</x:minNormalizedMeasure>", None),
    ],
)
def test_the_passing_score_of_scorm_2004_is_of_the_primary_objective(
    objective: str, score: float | None
) -> None:
    sequencing = (
        '<x:sequencing xmlns:x="http://www.imsglobal.org/xsd/imsss"><x:objectives>'
        f"<x:primaryObjective {objective}</x:primaryObjective></x:objectives></x:sequencing>"
    )

    package = read(manifest(item(sequencing), version="2004 3rd Edition"))

    assert only_item(package).scaled_passing_score == score


def test_it_says_who_sets_completion_and_what_counts_for_the_whole() -> None:
    sequencing = (
        f"<imsss:sequencing {SEQUENCING}>"
        '<imsss:rollupRules rollupObjectiveSatisfied="false" objectiveMeasureWeight="0.5">'
        "<imsss:rollupRule/></imsss:rollupRules>"
        '<imsss:deliveryControls tracked="false" completionSetByContent="true"/>'
        "</imsss:sequencing>"
    )
    package = read(manifest(item(sequencing), version="2004 4th Edition"))

    sequenced = only_item(package).sequencing
    assert sequenced is not None
    assert (sequenced.tracked, sequenced.measure_weight) == (False, 0.5)
    assert (sequenced.completion_set_by_content, sequenced.objective_set_by_content) == (
        True,
        False,
    )
    assert (sequenced.rolls_up_completion, sequenced.rolls_up_success) == (True, False)
    assert sequenced.rollup_rules == 1


def test_it_says_when_an_item_counts_for_the_whole() -> None:
    sequencing = (
        f'<imsss:sequencing {SEQUENCING} xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3">'
        '<adlseq:rollupConsiderations requiredForSatisfied="ifNotSuspended"'
        ' requiredForIncomplete="ifAttempted"/></imsss:sequencing>'
    )
    sequenced = only_item(read(manifest(item(sequencing), version="2004 4th Edition"))).sequencing

    assert sequenced is not None
    assert sequenced.required_for_satisfied == "ifNotSuspended"
    assert sequenced.required_for_incomplete == "ifAttempted"
    assert sequenced.required_for_not_satisfied == sequenced.required_for_completed == "always"


def test_the_whole_may_have_a_threshold_and_items_a_weight() -> None:
    weighted = '<adlcp:completionThreshold progressWeight="0.25"/>'
    whole = '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.5"/>'
    package = read(manifest(item(weighted), organization=whole, version="2004 4th Edition"))

    root = package.root_activity
    assert (root.completion_threshold, root.completed_by_measure) == (0.5, True)
    assert (root.progress_weight, only_item(package).progress_weight) == (1.0, 0.25)


def test_the_objectives_of_an_item_say_what_they_share() -> None:
    sequencing = (
        f'<imsss:sequencing {SEQUENCING} xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3">'
        '<imsss:objectives><imsss:primaryObjective objectiveID="p"/>'
        '<imsss:objective objectiveID="o"><imsss:mapInfo targetObjectiveID="urn:g"'
        ' readNormalizedMeasure="false" writeSatisfiedStatus="true"/></imsss:objective>'
        '</imsss:objectives><adlseq:objectives><adlseq:objective objectiveID="o">'
        '<adlseq:mapInfo targetObjectiveID="urn:g" readRawScore="false" readMinScore="false"'
        ' readMaxScore="false" readProgressMeasure="false" writeRawScore="true"/>'
        "</adlseq:objective></adlseq:objectives></imsss:sequencing>"
    )
    sequenced = only_item(read(manifest(item(sequencing), version="2004 4th Edition"))).sequencing

    assert sequenced is not None
    primary, other = sequenced.objectives
    assert (primary.identifier, primary.primary, primary.maps) == ("p", True, ())
    assert (other.identifier, other.primary) == ("o", False)
    status, score = other.maps
    assert status.target == score.target == "urn:g"
    assert status.reads == status.writes == {"success"}
    assert (sorted(score.reads), sorted(score.writes)) == (["completion"], ["raw"])


def test_the_stores_that_activities_share_are_listed_once() -> None:
    data = (
        '<adlcp:data xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3">'
        '<adlcp:map targetID="urn:a"/><adlcp:map targetID="urn:b"/><adlcp:map targetID="urn:a"/>'
        "</adlcp:data>"
    )
    package = read(manifest(item(data), version="2004 4th Edition"))

    assert only_item(package).shared_data == ("urn:a", "urn:b")


def test_shared_sequencing_is_found_by_its_reference() -> None:
    shared = (
        f'<imsss:sequencingCollection {SEQUENCING}><imsss:sequencing ID="shared">'
        '<imsss:objectives><imsss:primaryObjective satisfiedByMeasure="true">'
        "<imsss:minNormalizedMeasure>0.6</imsss:minNormalizedMeasure></imsss:primaryObjective>"
        '</imsss:objectives><imsss:limitConditions attemptAbsoluteDurationLimit="PT1H"/>'
        "</imsss:sequencing></imsss:sequencingCollection>"
    )
    reference = f'<imsss:sequencing {SEQUENCING} IDRef="shared"/>'

    activity = only_item(read(manifest(item(reference), version="2004 4th Edition", more=shared)))

    assert (activity.scaled_passing_score, activity.max_time_allowed) == (0.6, "PT1H")


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [
        ("<adlcp:completionThreshold>0.5</adlcp:completionThreshold>", (0.5, True)),
        (
            '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.9"/>',
            (0.9, True),
        ),
        ('<adlcp:completionThreshold minProgressMeasure="0.9"/>', (0.9, False)),
        ('<adlcp:completionThreshold completedByMeasure="true"/>', (1.0, True)),
        ("", (None, False)),
    ],
)
def test_the_completion_threshold_is_read_in_both_spellings(
    threshold: str, expected: tuple[float | None, bool]
) -> None:
    activity = only_item(read(manifest(item(threshold), version="2004 4th Edition")))

    assert (activity.completion_threshold, activity.completed_by_measure) == expected


@pytest.mark.parametrize(
    ("items", "resources", "warning"),
    [
        (
            '<item identifier="x" identifierref="gone"/>',
            "",
            "resource 'gone', which does not exist",
        ),
        ('<item identifier="x" identifierref="y"/>', '<resource identifier="y"/>', "has no href"),
        ('<item identifier="x"/>', "", "neither a resource nor items"),
    ],
)
def test_an_item_that_leads_nowhere_is_told(items: str, resources: str, warning: str) -> None:
    package = read(manifest(ITEM + items, RESOURCE + resources))

    lost = package.root_activity.children[1]
    assert (lost.kind, lost.launch, lost.title) == (ActivityKind.UNKNOWN, None, "x")
    assert len(package.warnings) == 1
    assert warning in package.warnings[0]
    assert "'x'" in package.warnings[0]


@pytest.mark.parametrize("resources", ["", '<resource identifier="y"/>'])
def test_an_item_without_its_resource_is_an_error_where_the_lesson_cannot_open(
    resources: str,
) -> None:
    lesson = '<item identifier="x" identifierref="y"/>'
    folder = f'<item identifier="x" identifierref="y">{ITEM}</item>'

    as_lesson = read(manifest(ITEM + lesson, RESOURCE + resources))
    as_folder = read(manifest(folder, RESOURCE + resources))

    assert [problem.severity for problem in as_lesson.problems] == ["error"]
    assert [problem.severity for problem in as_folder.problems] == ["warning"]
    assert "'x'" in as_folder.problems[0].message


def sharing(inside: str, items: int) -> str:
    """Return a manifest of some items that share a sequencing."""
    shared = (
        '<x:sequencingCollection xmlns:x="http://www.imsglobal.org/xsd/imsss">'
        f'<x:sequencing ID="s">{inside}</x:sequencing></x:sequencingCollection>'
    )
    reference = '<x:sequencing xmlns:x="http://www.imsglobal.org/xsd/imsss" IDRef="s"/>'
    item = f'<item identifierref="page">{reference}</item>'
    return manifest(item * items, version="2004 4th Edition", more=shared)


def test_shared_sequencing_is_looked_through_once_however_many_items_refer_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = Element.first
    searches: list[str] = []

    def counted(element: Element, *path: str) -> Element | None:
        if element.get("id") == "s":
            searches.append("/".join(path))
        return first(element, *path)

    monkeypatch.setattr(Element, "first", counted)
    package = read(sharing("<x:a/>", 500))

    assert len(package.root_activity.children) == 500
    assert 0 < len(searches) == len(set(searches))


def test_rules_that_items_share_count_for_each_of_them() -> None:
    rules = f"<x:sequencingRules>{'<x:preConditionRule/>' * 1000}</x:sequencingRules>"

    assert len(read(sharing(rules, 10)).root_activity.children) == 10
    assert refused(sharing(rules, 1000)).code == "too_complex"


def test_a_launch_file_that_is_missing_is_only_a_warning() -> None:
    package = read(manifest(resources=RESOURCE.replace("index.html", "start.html")))

    assert only_item(package).launch == "start.html"
    assert "'start.html'" in package.warnings[0]


@pytest.mark.parametrize(
    "text",
    [
        manifest(items=""),
        manifest(items='<item identifier="x" identifierref="gone"/>'),
        '<manifest identifier="m"><organizations/><resources/></manifest>',
        '<manifest identifier="m"><organizations/></manifest>',
        '<manifest identifier="m"/>',
    ],
)
def test_a_manifest_with_nothing_to_launch_is_refused(text: str) -> None:
    assert refused(text).code == "nothing_to_launch"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            "<manifest><metadata><schema>IMS Common Cartridge</schema></metadata></manifest>",
            "Common Cartridge",
        ),
        (
            '<manifest xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"/>',
            "Common Cartridge",
        ),
        ('<manifest xmlns:q="http://www.imsglobal.org/xsd/imsqti_v2p1"/>', "QTI"),
        ("<html/>", "<html>"),
    ],
)
def test_what_looks_like_scorm_and_is_not_is_refused_by_name(text: str, what: str) -> None:
    invalid = refused(text)

    assert invalid.code == "not_scorm"
    assert what in invalid.reason


@pytest.mark.parametrize("schema", ["<schema>ADL SCORM</schema>", ""])
def test_scorm_with_questions_in_it_is_scorm(schema: str) -> None:
    text = manifest().replace("<schema>ADL SCORM</schema>", schema)
    text = text.replace("<manifest ", '<manifest xmlns:q="http://x/imsqti_v2p1" ', 1)

    assert read(text).standard == "SCORM12"
