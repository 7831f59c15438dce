"""httpx, without the command line that it loads where rich is installed.

That would make up a third of what its import costs, and every command that asks the service pays
for it. httpx goes without where it cannot be loaded, and None in `sys.modules` says that it cannot.
"""

import sys

sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]

import httpx  # noqa: E402

__all__ = ["httpx"]
