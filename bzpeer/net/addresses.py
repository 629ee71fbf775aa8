"""Which network addresses lie on the open internet: pure, from the registries that RFC 6890 began."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

# Private, loopback, link-local, CGNAT, multicast, reserved, documentation, benchmarking, relays.
CLOSED_4 = [
    IPv4Network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
]  # fmt: skip
# What is given out at all, and inside it: protocols (with Teredo), documentation, AS112.
OPEN_6 = IPv6Network("2000::/3")
CLOSED_6 = [
    IPv6Network(text) for text in ("2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20")
]  # fmt: skip
MAPPED, NAT64, SIX_TO_FOUR = IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"), IPv6Network("2002::/16")


def is_global(text: str) -> bool:
    """Whether the address, in the spelling of the system's resolver, may be connected to.

    An IPv4 address inside an IPv6 one decides for both. What is no address is not global.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in network for network in CLOSED_4)
    inside = _inside(address)
    if inside is not None:
        return is_global(str(inside))
    return address in OPEN_6 and not any(address in network for network in CLOSED_6) and not address.scope_id


def _inside(address: IPv6Address) -> IPv4Address | None:
    number = int(address)
    if address in MAPPED or address in NAT64:
        return IPv4Address(number & 0xFFFFFFFF)
    if address in SIX_TO_FOUR:
        return IPv4Address(number >> 80 & 0xFFFFFFFF)
    return None
