from ipaddress import ip_address

import pytest

from scormcloud_cli.emulator.outgoing import is_local


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.10",
        "0.0.0.0",
        "10.1.2.3",
        "172.18.0.2",
        "192.168.1.5",
        "100.64.0.1",
        "169.254.169.254",  # where clouds keep the credentials of their machines
        "::1",
        "::",
        "fe80::1",
        "fd12:3456::1",
        "::ffff:127.0.0.1",
        "::ffff:10.1.2.3",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "64:ff9b::a01:203",
    ],
)
def test_addresses_of_this_machine_and_its_network_are_local(address: str) -> None:
    assert is_local(ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "2002:808:808::", "64:ff9b::808:808"],
)
def test_addresses_of_the_internet_are_not(address: str) -> None:
    assert not is_local(ip_address(address))
