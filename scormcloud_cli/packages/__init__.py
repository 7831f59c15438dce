"""Course packages: what a zip or media file is, read straight from it and never unpacked.

    package = read_package("fire-drill.zip")
    package.standard            # LearningStandard.SCORM12
    package.title               # "Fire drill, SCORM 1.2"
    package.root_activity       # the tree of activities
    with package.open("index.html") as stream: ...

It imports no other part of scloud.
"""

from scormcloud_cli.packages.archive import Archive, PackageFile
from scormcloud_cli.packages.content import ContentStream
from scormcloud_cli.packages.errors import InvalidPackage
from scormcloud_cli.packages.media import Media, read_media
from scormcloud_cli.packages.models import Activity, ActivityKind, LearningStandard
from scormcloud_cli.packages.package import Package, read_package

__all__ = [
    "Activity",
    "ActivityKind",
    "Archive",
    "ContentStream",
    "InvalidPackage",
    "LearningStandard",
    "Media",
    "Package",
    "PackageFile",
    "read_media",
    "read_package",
]
