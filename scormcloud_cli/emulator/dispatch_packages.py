"""The packages that lend a dispatched course to another LMS.

What such a package of the service holds is not documented. Here it is a page that opens the course
where it is served, in a frame, and hands on to the LMS around it what comes of it (inferred).
"""

import io
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from scormcloud_cli.emulator.refusals import Refusal

# Where packages lead, below the origin of content; the key of the dispatch comes after it.
PATH = "/dispatch/launch/"
DEFAULT_KIND = "SCORM_12"
_MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<manifest identifier={identifier} version="1" xmlns="{imscp}" xmlns:adlcp="{adlcp}">
  <metadata><schema>ADL SCORM</schema><schemaversion>{version}</schemaversion></metadata>
  <organizations default="organization"><organization identifier="organization">
    <title>{title}</title>
    <item identifier="item" identifierref="launch"><title>{title}</title></item>
  </organization></organizations>
  <resources><resource identifier="launch" type="webcontent" adlcp:{scorm_type}="sco"
    href="launch.html"><file href="launch.html"/><file href="dispatch.js"/></resource></resources>
</manifest>
"""
_SCORM_12 = {
    "imscp": "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
    "adlcp": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
    "scorm_type": "scormtype",
    "version": "1.2",
}
_SCORM_2004 = {
    "imscp": "http://www.imsglobal.org/xsd/imscp_v1p1",
    "adlcp": "http://www.adlnet.org/xsd/adlcp_v1p3",
    "scorm_type": "scormType",
}
# By the words for them, as `_word` makes them alike.
_MANIFESTS: Mapping[str, Mapping[str, str]] = {
    "SCORM12": _SCORM_12,
    "SCORM2004": {**_SCORM_2004, "version": "2004 3rd Edition"},
    "SCORM20042ND": {**_SCORM_2004, "version": "CAM 1.3"},
    "SCORM20043RD": {**_SCORM_2004, "version": "2004 3rd Edition"},
    "SCORM20044TH": {**_SCORM_2004, "version": "2004 4th Edition"},
}
_LAUNCH = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>html, body, iframe {{ display: block; width: 100%; height: 100%; margin: 0; border: 0; }}
</style></head>
<body><iframe title={name} allow="autoplay; fullscreen"></iframe>
<script src="dispatch.js" data-launch={url}></script></body></html>
"""
_SCRIPT = Path(__file__).with_name("pages") / "dispatch.js"


def one(row: sqlite3.Row, base: str, kind: str = DEFAULT_KIND) -> bytes:
    """Return what another LMS imports to lend a dispatched course.

    Args:
        row: the dispatch.
        base: the address at which the emulator serves content, where the package leads to.
        kind: the standard of the package: SCORM 1.2, an edition of SCORM 2004, or AICC.

    Raises:
        Refusal: there are no packages of that kind.
    """
    title = row["course_title"]
    launch = _LAUNCH.format(
        title=escape(title), name=quoteattr(title), url=quoteattr(base + PATH + row["consumer_key"])
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _descriptors(kind)(row["id"], title).items():
            archive.writestr(name, text)
        archive.writestr("launch.html", launch)
        archive.write(_SCRIPT, "dispatch.js")
    return content.getvalue()


def several(rows: Iterable[sqlite3.Row], base: str, kind: str = DEFAULT_KIND) -> bytes:
    """Return a zip of the packages of several dispatches.

    Raises:
        Refusal: there are no packages of that kind.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for row in rows:
            name = re.sub(r"[^\w.-]", "_", row["id"])
            archive.writestr(f"{name}.zip", one(row, base, kind))
    return content.getvalue()


def _descriptors(kind: str) -> Callable[[str, str], Mapping[str, str]]:
    """Return what makes the files that describe a package, given the dispatch's ID and a title."""
    word = _word(kind)
    if word == "AICC":
        return _aicc
    if word not in _MANIFESTS:
        raise Refusal(400, f"There are no dispatch packages of type [{kind}]")

    def manifest(dispatch_id: str, title: str) -> Mapping[str, str]:
        text = _MANIFEST.format(
            identifier=quoteattr(f"dispatch-{dispatch_id}"), title=escape(title), **_MANIFESTS[word]
        )
        return {"imsmanifest.xml": text}

    return manifest


def _word(kind: str) -> str:
    """Return a kind as clients may spell it, SCORM_12 or SCORM12, in one spelling."""
    return re.sub(r"[^A-Z0-9]", "", kind.upper()).removesuffix("EDITION")


def _aicc(dispatch_id: str, title: str) -> Mapping[str, str]:
    line = " ".join(title.split())
    cell = line.replace('"', "'")
    return {
        "course.crs": (
            f"[Course]\r\nCourse_Creator=SCORM Cloud\r\nCourse_ID=dispatch-{dispatch_id}\r\n"
            f"Course_System=HTML\r\nCourse_Title={line}\r\nLevel=1\r\nMax_Fields_CST=2\r\n"
            "Total_AUs=1\r\nTotal_Blocks=0\r\nVersion=4.0\r\n[Course_Behavior]\r\nMax_Normal=99\r\n"
            f"[Course_Description]\r\n{line}\r\n"
        ),
        "course.au": (
            '"System_ID","Type","Command_Line","File_Name","Max_Score","Mastery_Score",'
            '"Max_Time_Allowed","Time_Limit_Action","System_Vendor","Core_Vendor","Web_Launch",'
            '"AU_Password"\r\n"A1","lesson","","launch.html","100","","","","HTML","","",""\r\n'
        ),
        "course.des": (
            '"System_ID","Developer_ID","Title","Description"\r\n'
            f'"A1","dispatch","{cell}","{cell}"\r\n'
        ),
        "course.cst": '"Block","Member"\r\n"ROOT","A1"\r\n',
    }
