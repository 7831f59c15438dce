"""The packages that lend a dispatched course to another LMS."""

import io
import re
import sqlite3
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

_MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<manifest identifier={identifier} version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="organization"><organization identifier="organization">
    <title>{title}</title>
    <item identifier="item" identifierref="launch"><title>{title}</title></item>
  </organization></organizations>
  <resources><resource identifier="launch" type="webcontent" adlcp:scormtype="sco"
    href="launch.html"><file href="launch.html"/></resource></resources>
</manifest>
"""
_LAUNCH = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title}</title></head>
<body><iframe src={url} style="border:0;width:100%;height:100vh"></iframe></body></html>
"""


def one(row: sqlite3.Row, base: str) -> bytes:
    """Return what another LMS imports to lend a dispatched course: a SCORM 1.2 package.

    Args:
        row: the dispatch.
        base: the address of the emulator, where the package launches the course.
    """
    url = f"{base}/dispatch/launch/{row['id']}"
    title = escape(row["course_title"])
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        identifier = quoteattr(f"dispatch-{row['id']}")
        archive.writestr("imsmanifest.xml", _MANIFEST.format(identifier=identifier, title=title))
        archive.writestr("launch.html", _LAUNCH.format(title=title, url=quoteattr(url)))
    return content.getvalue()


def several(rows: Iterable[sqlite3.Row], base: str) -> bytes:
    """Return a zip of the packages of several dispatches."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for row in rows:
            name = re.sub(r"[^\w.-]", "_", row["id"])
            archive.writestr(f"{name}.zip", one(row, base))
    return content.getvalue()
