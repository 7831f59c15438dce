"""What a launch path opens, and what is said about one that opens nothing."""

import pytest

from scormcloud_cli.packages import InvalidPackage
from scormcloud_cli.packages.archive import Archive
from scormcloud_cli.packages.folder import Launch, PackageFolder, join_parameters
from tests.unit.packages.course_zips import zipped


def folder(*names: str) -> PackageFolder:
    return PackageFolder(Archive(zipped(dict.fromkeys(names, ""))), "")


@pytest.mark.parametrize(
    ("base", "href", "joined"),
    [
        ("", "index.html", "index.html"),
        ("lessons/", "index.html", "lessons/index.html"),
        ("lessons", "index.html", "lessons/index.html"),
        ("https://example.org/course/", "index.html", "https://example.org/course/index.html"),
        ("lessons/", "https://example.org/", "https://example.org/"),
        ("lessons/", "/index.html", "/index.html"),
    ],
)
def test_a_base_is_a_folder(base: str, href: str, joined: str) -> None:
    assert folder().join(base, href) == joined


@pytest.mark.parametrize(
    ("query", "parameters", "joined"),
    [
        ("", "", ""),
        ("", "a=1", "?a=1"),
        ("", "?a=1", "?a=1"),
        ("?b=2", "?a=1", "?b=2&a=1"),
        ("?b=2", "&a=1", "?b=2&a=1"),
        ("", "#top", "#top"),
        ("?b=2", "#top", "?b=2#top"),
        ("#page", "#top", "#page"),
        ("#page", "a=1", "?a=1#page"),
    ],
)
def test_parameters_are_added_as_scorm_says(query: str, parameters: str, joined: str) -> None:
    assert join_parameters(query, parameters) == joined


@pytest.mark.parametrize(
    ("href", "launch"),
    [
        ("index.html", Launch("index.html")),
        (" ./a/../index.html ", Launch("index.html")),
        ("index.html?a=1#top", Launch("index.html", "?a=1#top")),
        ("my%20page.html", Launch("my%20page.html")),
        ("a%2Fb.html?c=%2F", Launch("a/b.html", "?c=%2F")),
        ("a%5Cb.html", Launch("a/b.html")),
        ("https://example.org/a?b=1", Launch("https://example.org/a", "?b=1")),
        ("//example.org/a", Launch("//example.org/a")),
    ],
)
def test_a_launch_path_is_split_from_its_parameters(href: str, launch: Launch) -> None:
    package = folder("index.html", "my page.html", "a/b.html")

    assert package.launch(href, "item 'x'", 7) == launch
    assert {problem.code for problem in package.problems} <= {"launches_elsewhere"}


@pytest.mark.parametrize(
    "href", ["../../x.html", "%2e%2e/x.html", "a%2f..%2f..%2fx.html", "%2F%2E%2E", "."]
)
def test_a_launch_path_that_leaves_the_package_opens_nothing(href: str) -> None:
    package = folder("index.html")

    assert package.launch(href, "item 'x'", 7).path is None
    assert package.problems[0].code == "path_leaves_package"


@pytest.mark.parametrize("href", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
def test_only_web_addresses_are_launched_outside_the_package(href: str) -> None:
    package = folder("index.html")

    assert package.launch(href, "item 'x'", 7).path is None
    assert package.problems[0].code == "not_a_web_address"


@pytest.mark.parametrize(
    ("href", "code"),
    [
        ("other.html", "missing_launch_file"),
        ("INDEX.html", "launch_differs_in_case"),
        ("a\\b.html", "backslash_path"),
    ],
)
def test_a_doubtful_launch_file_is_kept_and_noted_with_its_line(href: str, code: str) -> None:
    package = folder("index.html", "a/b.html")

    launch = package.launch(href, "item 'x'", 7)

    assert launch.path == href.replace("\\", "/")
    assert [(problem.code, problem.line) for problem in package.problems] == [(code, 7)]
    assert "item 'x'" in package.problems[0].message


def test_a_problem_has_a_length_for_people() -> None:
    package = folder("index.html")

    package.launch("x" * 100_000, "item 'x'", 7)

    assert len(package.problems[0].message) < 600


def test_problems_come_once_and_in_a_number_that_can_be_read() -> None:
    package = folder("index.html")

    for number in (0, 0, *range(150)):
        package.note("bad_value", f"Warning {number}.")
    package.note("bad_number", "A number.")

    assert [(problem.code, problem.count) for problem in package.problems] == [
        ("bad_value", 150),
        ("bad_number", 1),
    ]


def test_paths_that_would_grow_without_end_are_refused() -> None:
    package = folder("index.html")

    for _ in range(8):
        package.join("x" * 1_000_000, "index.html")
    with pytest.raises(InvalidPackage) as refusal:
        package.join("x" * 1_000_000, "index.html")
    assert refusal.value.code == "too_complex"
