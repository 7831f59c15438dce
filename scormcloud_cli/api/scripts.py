"""What scripts of content say, as text: the page that plays a course and others say it alike."""

import json


def as_text(value: object) -> str:
    """Return a value as a script says it in text: ``true``.

    A script may halve a character of two surrogates. What is left of it becomes U+FFFD, as wherever
    a browser sends text: no file and no answer can hold the half.
    """
    said = value if isinstance(value, str) else json.dumps(value, default=str)
    return said.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
