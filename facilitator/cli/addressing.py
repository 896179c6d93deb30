"""Under which address phones in the same network reach this machine."""

import ipaddress
import socket
from collections.abc import Iterable
from typing import Final

_ELSEWHERE: Final = "192.0.2.1"
"""An address for documentation (RFC 5737): only the route to it is asked, nothing is sent."""


def own_address() -> str | None:
    """This machine's address in its network; ``None`` if there is none that others could open.

    First the address from which a packet to elsewhere would start: with a cable, a hotspot and a
    bridge for containers, that is the one that others are on too.  A room with a switch of its own
    has no way to elsewhere; then the addresses that this machine's name stands for.
    """
    return first_reachable([*_on_the_way_out(), *_of_the_own_name()])


def first_reachable(addresses: Iterable[str]) -> str | None:
    """The first that a phone can open: not this machine's own loop, not the address of nobody."""
    for one in addresses:
        read = ipaddress.ip_address(one)
        if not (read.is_loopback or read.is_unspecified or read.is_multicast):
            return one
    return None


def _on_the_way_out() -> list[str]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((_ELSEWHERE, 9))
        except OSError:
            return []
        return [str(probe.getsockname()[0])]


def _of_the_own_name() -> list[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        return []
    return [str(one[4][0]) for one in found]
