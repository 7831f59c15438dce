"""Which operations the emulator answers: a difference of two sets."""

from scormcloud_cli.api import V1, V2
from scormcloud_cli.api.catalog import operations
from scormcloud_cli.emulator import v1, v2


def test_every_operation_of_v2_is_answered() -> None:
    assert set(operations(V2)) ^ set(v2.HANDLERS) == set()


def test_every_method_of_v1_is_answered() -> None:
    assert set(operations(V1)) ^ set(v1.HANDLERS) == set()
