"""Where scloud keeps what it keeps on this machine."""

import os
from collections.abc import Mapping
from pathlib import Path

_NAME = "scloud"


def config_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of the config file: ``SCLOUD_CONFIG_DIR``, or the platform's."""
    if chosen := environ.get("SCLOUD_CONFIG_DIR"):
        return Path(chosen).expanduser()
    import platformdirs

    return platformdirs.user_config_path(_NAME, appauthor=False)


def data_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of what scloud stores: ``SCLOUD_DATA_DIR``, or the platform's."""
    if chosen := environ.get("SCLOUD_DATA_DIR"):
        return Path(chosen).expanduser()
    import platformdirs

    return platformdirs.user_data_path(_NAME, appauthor=False)


def emulator_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of the emulator's store, which profile ``local`` uses."""
    return data_folder(environ) / "emulator"
