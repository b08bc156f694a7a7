"""Which addresses may be called on somebody's word: public ones, and those of networks that a setting names.

Without this, whoever writes an address could make the office ask machines of its own network (server-side request forgery).
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final, TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address
#: IPv6 networks that carry an IPv4 address inside (6to4, Teredo, NAT64, IPv4-compatible and -translated), and the site-local
#: ones of old (RFC 3879): they may lead anywhere
_NEVER: Final = tuple(
    ip_network(one)
    for one in ("2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48", "::/96", "::ffff:0:0:0/96", "fec0::/10")
)


def parsed(text: str) -> Address | None:
    """An IP address as an address of its own kind; None for a name."""
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def is_public(address: Address) -> bool:
    """Whether anybody on the Internet reaches the same machine under it."""
    inside = address.version == 6 and any(address in network for network in _NEVER)
    return address.is_global and not address.is_multicast and not inside


def is_named(address: Address, networks: str) -> bool:
    """Whether it lies in one of the networks of a setting."""
    return any(address in ip_network(one) for one in networks.split(",") if one)
