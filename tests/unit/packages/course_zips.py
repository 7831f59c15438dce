"""Course packages made in memory, from a few lines of source each."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "samples"

PAGE = "<!doctype html><title>A page</title>"

ITEM = '<item identifier="item" identifierref="page"><title>A lesson</title></item>'
RESOURCE = '<resource identifier="page" type="webcontent" adlcp:scormtype="sco" href="index.html"/>'


def zipped(files: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    """Return a zip of *files*, content by name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    stream.seek(0)
    return stream


def manifest(
    items: str = ITEM,
    resources: str = RESOURCE,
    *,
    version: str | None = "1.2",
    title: str = "A course",
    metadata: str = "",
    organization: str = "",
    more: str = "",
) -> str:
    """Return an ``imsmanifest.xml`` of one organization that holds *items*."""
    year_2004 = version is not None and ("2004" in version or "1.3" in version)
    adlcp = "adlcp_v1p3" if year_2004 else "adlcp_rootv1p2"
    schema_version = f"<schemaversion>{version}</schemaversion>" if version else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="course" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
          xmlns:adlcp="http://www.adlnet.org/xsd/{adlcp}"
          xmlns:sequencing="http://www.imsglobal.org/xsd/sequencing"
          xmlns:lom="http://ltsc.ieee.org/xsd/LOM">
  <metadata><schema>ADL SCORM</schema>{schema_version}{metadata}</metadata>
  <organizations default="organization">
    <organization identifier="organization">
      <title>{title}</title>{items}{organization}
    </organization>
  </organizations>
  <resources>{resources}</resources>{more}
</manifest>"""


def scorm(text: str, files: Mapping[str, str | bytes] | None = None) -> io.BytesIO:
    """Return a package of the manifest *text*, ``index.html`` and *files*."""
    return zipped({"imsmanifest.xml": text, "index.html": PAGE, **(files or {})})
