"""Courses of any SCORM that tests make themselves."""

import zipfile
from pathlib import Path

from scormcloud_cli.packages import LearningStandard

_NAMES = {
    LearningStandard.SCORM12: (
        "1.2",
        "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
        "http://www.adlnet.org/xsd/adlcp_rootv1p2",
        "scormtype",
    ),
    **{
        LearningStandard(f"SCORM2004{name}"): (
            version,
            "http://www.imsglobal.org/xsd/imscp_v1p1",
            "http://www.adlnet.org/xsd/adlcp_v1p3",
            "scormType",
        )
        for name, version in (
            ("2NDEDITION", "CAM 1.3"),
            ("3RDEDITION", "2004 3rd Edition"),
            ("4THEDITION", "2004 4th Edition"),
        )
    },
}
STANDARDS = tuple(_NAMES)


def write_course(package: Path, standard: LearningStandard, pages: int = 1, html: str = "") -> None:
    """Write a course of so many lessons, ``i0`` and on, that all have the same page."""
    version, imscp, adlcp, kind = _NAMES[standard]
    items = "".join(
        f'<item identifier="i{page}" identifierref="r{page}"><title>T{page}</title></item>'
        for page in range(pages)
    )
    resources = "".join(
        f'<resource identifier="r{page}" type="webcontent" adlcp:{kind}="sco" href="a.html?{page}">'
        f'<file href="a.html"/></resource>'
        for page in range(pages)
    )
    with zipfile.ZipFile(package, "w") as file:
        file.writestr("a.html", html)
        file.writestr(
            "imsmanifest.xml",
            f'<manifest identifier="m" xmlns="{imscp}" xmlns:adlcp="{adlcp}"><metadata>'
            f"<schema>ADL SCORM</schema><schemaversion>{version}</schemaversion></metadata>"
            '<organizations default="o"><organization identifier="o"><title>C</title>'
            f"{items}</organization></organizations><resources>{resources}</resources></manifest>",
        )
