"""Which network a request comes from: what limits count strangers by."""

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

IPV6_PREFIX = 64


def network_of(request: HttpRequest) -> str:
    """An IPv4 address or an IPv6 /64, as text; `unknown` where there is none (a unix socket).

    `X-Forwarded-For` counts only as far as TRUSTED_PROXIES wrote it, read from the right.
    """
    hops = [request.META.get("REMOTE_ADDR", "")]
    hops += [hop.strip() for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(","))]
    for hop in hops:
        if not _is_trusted(hop):
            return _network(hop) or _network(hops[0]) or "unknown"
    return _network(hops[-1]) or "unknown"


@lru_cache(maxsize=1024)
def _network(text: str) -> str:
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((address, IPV6_PREFIX), strict=False))
    return str(address)


def _is_trusted(text: str) -> bool:
    proxies = _proxies(tuple(settings.TRUSTED_PROXIES))
    if not proxies:
        return False
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return any(address in proxy for proxy in proxies)


@lru_cache(maxsize=4)
def _proxies(names: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(name) for name in names)
