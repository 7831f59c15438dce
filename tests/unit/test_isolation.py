"""What every unit test is kept from."""

import socket

import pytest
from pytest_socket import SocketBlockedError


@pytest.mark.parametrize("which", ["first", "next"])
def test_no_unit_test_opens_a_socket(which: str) -> None:
    with pytest.warns(UserWarning, match="socket"), pytest.raises(SocketBlockedError):
        socket.socket().close()
