"""What stands in folders and zips of courses and is no part of them."""

import re

# What `course publish` reads at the top of a course's folder (docs/cli.md, course).
CONFIG = "scloud.toml"
_OF_SYSTEMS = r"__MACOSX|\._[^/]*|\.DS_Store|Thumbs\.db|ehthumbs\.db|desktop\.ini"
_OF_VERSION_CONTROL = r"\.git|\.git(?:attributes|ignore|keep|modules)|\.svn|\.hg|\.hgignore"
_IN_ZIPS = re.compile(rf"(?:^|/)(?:{_OF_SYSTEMS})(?:/|$)", re.IGNORECASE)
_IN_FOLDERS = re.compile(
    rf"(?:.*/)?(?:{_OF_SYSTEMS}|{_OF_VERSION_CONTROL})|{re.escape(CONFIG)}", re.IGNORECASE
)


def is_of_system(path: str) -> bool:
    """Tell whether a file of a zip, by its path, is one that operating systems add."""
    return _IN_ZIPS.search(path) is not None


def stays_in_folder(path: str) -> bool:
    """Tell whether a file or folder, by its path in a course's folder, is left out of its zip.

    That is what operating systems and version control leave there, and what scloud is told there.
    """
    return _IN_FOLDERS.fullmatch(path) is not None
