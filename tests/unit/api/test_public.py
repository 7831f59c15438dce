"""What ``from scormcloud_cli.api import …`` gives."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import scormcloud_cli.api

NAMES = {
    alias.name: node.module
    for node in ast.walk(ast.parse(Path(scormcloud_cli.api.__file__).read_text("utf-8")))
    if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("scormcloud_cli")
    for alias in node.names
}


def test_a_public_name_is_there_and_is_its_modules() -> None:
    public = {name: getattr(scormcloud_cli.api, name, None) for name in NAMES}
    assert public == {name: getattr(import_module(NAMES[name]), name) for name in NAMES}


def test_a_name_that_nobody_has_is_missing() -> None:
    for name in ("NoSuch", "no_such", "Iterator", ""):
        assert not hasattr(scormcloud_cli.api, name)


@pytest.mark.process
def test_a_cloud_can_be_named_without_loading_what_sends() -> None:
    code = (
        "import sys; from scormcloud_cli.api import Cloud, catalog; print('httpx' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
