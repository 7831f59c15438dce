"""The folders that scloud has on this machine, and how its settings are written there."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_NAME = "scloud"


def config_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of the config file: ``SCLOUD_CONFIG_DIR``, or the platform's."""
    if folder := environ.get("SCLOUD_CONFIG_DIR"):
        return Path(folder).expanduser()
    import platformdirs

    return platformdirs.user_config_path(_NAME, appauthor=False)


def data_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of the data that scloud stores: ``SCLOUD_DATA_DIR``, or the platform's."""
    if folder := environ.get("SCLOUD_DATA_DIR"):
        return Path(folder).expanduser()
    import platformdirs

    return platformdirs.user_data_path(_NAME, appauthor=False)


def emulator_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of the emulator's data, which profile ``local`` uses."""
    return data_folder(environ) / "emulator"


def write_toml(path: Path, document: Mapping[str, Any], *, private: bool = False) -> None:
    """Write a TOML file, and make its folder if there is none.

    Args:
        path: the file.
        document: its content; the comments of a tomlkit document are kept.
        private: let nobody but the owner read the file.

    Raises:
        UsageError: the file cannot be written.
    """
    import tomlkit

    from scormcloud_cli.api.files import whole_file
    from scormcloud_cli.api.machine import unwritable

    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise unwritable(path, error) from None
    with whole_file(path, private=private) as file:
        file.write(tomlkit.dumps(document).encode())
