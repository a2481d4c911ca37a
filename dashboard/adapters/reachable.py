"""Which addresses a webhook may reach: judged after the name was resolved, because names say nothing.

0x7f.1, localtest.me and a name that is rebound between two questions all end in an address, and that is what is
checked and what is connected to. Every address of a name must be permitted, not only the one that is taken.
"""

import socket
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from dashboard.errors import NotDelivered
from dashboard.settings.mail import Network

_NAT64 = ip_network("64:ff9b::/96")
Address = IPv4Address | IPv6Address


def checked_addresses(host: str, port: int, allowed: Sequence[Network] = ()) -> list[str]:
    """The addresses behind a name, in the resolver's order, all of them permitted.

    Raises:
        NotDelivered: Nobody knows the name, or one of its addresses may not be reached.
    """
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotDelivered(f"Nobody knows the host {host}.") from None
    found = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
    if not found or not all(is_permitted(ip_address(one), allowed) for one in found):
        raise NotDelivered(
            f"The host {host} is in a private network, so nothing was sent. DASHBOARD_WEBHOOK_NETWORKS allows one.",
            lasting=True,
        )
    return found


def is_permitted(address: Address, allowed: Sequence[Network] = ()) -> bool:
    """Public, or in a network that the settings allow; so must be every address packed inside another."""
    if any(address in network for network in allowed):
        return True
    packed = list(_packed(address))
    return all(is_permitted(one, allowed) for one in packed) if packed else _is_public(address)


def _is_public(address: Address) -> bool:
    local = address.is_multicast or address.is_reserved or getattr(address, "is_site_local", False)
    return address.is_global and not local


def _packed(address: Address) -> Iterator[Address]:
    """IPv4 addresses that an IPv6 address stands for, on the way to which a gateway would take it apart."""
    if not isinstance(address, IPv6Address):
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    if address in _NAT64:
        yield IPv4Address(int(address) & 0xFFFFFFFF)
