"""What is found in each of many packages is what was found before."""

import io
import json

import pytest

from tests.unit.packages.golden_packages import FOLDER, known, sources

PACKAGES = sources()


@pytest.mark.parametrize("name", PACKAGES)
def test_what_is_known_of_a_package_stays(name: str) -> None:
    kept = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    assert known(PACKAGES[name]) == kept


def test_every_kept_result_has_its_package() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(PACKAGES)


def test_a_thousand_units_are_read() -> None:
    from tests.unit.packages.course_zips import zipped

    rows = "".join(f"A{number},index.html?{number}\n" for number in range(1000))
    members = ",".join(f"A{number}" for number in range(1000))
    package: io.BytesIO = zipped(
        {
            "golf.crs": "[Course]\nCourse_ID=GOLF\nCourse_Title=Golf\n",
            "golf.au": "System_ID,File_Name\n" + rows,
            "golf.cst": "block,member\nroot," + members,
            "index.html": "<h1>Hello</h1>",
        }
    )
    units = known(package)["inspect"]["rootActivity"]["children"]
    assert [unit["href"] for unit in units] == [f"index.html?{number}" for number in range(1000)]
