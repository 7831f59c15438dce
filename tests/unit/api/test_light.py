"""What the API core does not load before something is sent."""

import pkgutil
import subprocess
import sys

import pytest

import scormcloud_cli.api

HEAVY = ("httpx", "rich", "keyring", "asyncio")
MODULES = [
    module.name
    for module in pkgutil.walk_packages(scormcloud_cli.api.__path__, "scormcloud_cli.api.")
    if module.name != "scormcloud_cli.api.transport"
]
LOAD = """
import importlib, sys
for module in sys.argv[1:]:
    importlib.import_module(module)
print(*sys.modules)
"""


@pytest.mark.process
def test_only_the_transport_loads_what_sends() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOAD, *MODULES], capture_output=True, text=True, check=True
    )
    loaded = done.stdout.split()
    assert set(MODULES) <= set(loaded)
    assert [name for name in HEAVY if name in loaded] == []
