"""
Where webhooks may lead: to the internet over HTTPS, and to intranet targets that are listed.

An employer chooses the address, and the service sits inside the agency's network: without this an
employer could let it knock at doors that only the inside can reach (SSRF).
"""

from collections.abc import Sequence
from functools import partial
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from api.webhooks.outward import Check, port_of

CARRIERS = (ip_network("64:ff9b::/96"), ip_network("2002::/16"), ip_network("2001::/32"))
"""IPv6 networks whose addresses stand for IPv4 addresses (NAT64, 6to4, Teredo)."""
PORTS = frozenset({443, 8443})
"""Of targets in the internet."""


def check_for(allowed: Sequence[str]) -> Check:
    """Return the check; `allowed` lists intranet targets: networks, or hosts by name."""
    return partial(may_call, tuple(allowed))


def may_call(allowed: Sequence[str], parts: SplitResult, address: str) -> bool:
    """Say whether a call is allowed: to a listed target, or by HTTPS to a public address."""
    if is_listed(allowed, parts.hostname or "", address):
        return True
    return parts.scheme == "https" and port_of(parts) in PORTS and is_public(address)


def is_listed(allowed: Sequence[str], host: str, address: str) -> bool:
    """Say whether a target is listed by its name or lies in a listed network."""
    return any(
        entry.lower() == host.lower() or _lies_in(address, entry) for entry in allowed if entry
    )


def _lies_in(address: str, network: str) -> bool:
    try:
        return _plain(address) in ip_network(network, strict=False)
    except ValueError:
        return False


def is_public(address: str) -> bool:
    """Say whether an address belongs to the internet at large."""
    found = _plain(address)
    carried = any(found in network for network in CARRIERS if network.version == found.version)
    return found.is_global and not found.is_multicast and not found.is_reserved and not carried


def _plain(address: str) -> IPv4Address | IPv6Address:
    """Return an address without its zone, and an IPv4 address as one."""
    found = ip_address(address.partition("%")[0])
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def is_plausible(url: str, allowed: Sequence[str]) -> bool:
    """Say whether an address can be a target at all; what it leads to is checked at each call."""
    try:
        parts = urlsplit(url)
        port = port_of(parts)
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        return False
    try:
        ip_address(parts.hostname)
    except ValueError:
        by_name = parts.hostname.lower() in {entry.lower() for entry in allowed}
        # A name may lead into a listed network: what it leads to is looked at when it is called.
        return by_name or bool(allowed) or (parts.scheme == "https" and port in PORTS)
    return may_call(allowed, parts, parts.hostname)
