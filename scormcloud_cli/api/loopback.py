"""Which names and addresses are this machine."""

import ipaddress


def is_loopback(host: str) -> bool:
    """Return whether a host name or address is this machine."""
    host = host.lower()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
