"""The catalogue: every operation of both of SCORM Cloud's APIs, as data.

The client calls by catalogue name, ``scloud raw`` lists and describes from it, `catalog.checks`
judges a call by it, and the emulator registers its handlers by it. The data stands in
``catalog/data``; nothing about an operation is written anywhere else.

    >>> operation("v2", "GetCourse").path
    '/courses/{courseId}'
"""

from scormcloud_cli.api.catalog.operations import (
    Operation,
    Parameter,
    UnknownOperation,
    operation,
    operations,
)
from scormcloud_cli.api.catalog.schemas import schema, schemas
from scormcloud_cli.api.catalog.settings import Setting, settings
from scormcloud_cli.api.names import nearest

__all__ = [
    "Operation",
    "Parameter",
    "Setting",
    "UnknownOperation",
    "nearest",
    "operation",
    "operations",
    "schema",
    "schemas",
    "settings",
]
