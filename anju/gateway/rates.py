"""How often one may ask, and from where a request comes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.requests import Request

from anju.gateway.errors import DoorError
from anju.settings import Network

_HOME = 64  # bits of an IPv6 address that one household shares; the rest changes at will


class Rate:
    """Count requests by key, in memory."""

    def __init__(self, rate: str) -> None:
        """`rate` is written as 30/minute."""
        self._item = parse(rate)
        self._storage = MemoryStorage()  # the limiter holds it only weakly
        self._limiter = FixedWindowRateLimiter(self._storage)

    def count(self, key: str) -> None:
        """Count one request.

        Raises:
            DoorError: too_many_requests, with the seconds until the next one is welcome.
        """
        if self._limiter.hit(self._item, key):
            return
        reset, _ = self._limiter.get_window_stats(self._item, key)
        raise DoorError("too_many_requests", retry_after=max(1, int(reset - time.time()) + 1))


def address_of(request: Request, proxies: Sequence[Network]) -> str:
    """Return where a request comes from: a key for counting, not for writing down.

    X-Forwarded-For is read from the right, and only as far as proxies of ours wrote it.
    """
    host = request.client.host if request.client else ""
    hops = [hop for line in request.headers.getlist("x-forwarded-for") for hop in line.split(",")]
    address = _parse(host)
    while address is not None and hops and any(address in proxy for proxy in proxies):
        before = _parse(hops.pop())
        if before is None:
            break
        address = before
    if address is None:
        return host
    if address.version == 6:
        return str(ip_network((address, _HOME), strict=False))
    return str(address)


def _parse(text: str) -> IPv4Address | IPv6Address | None:
    """Read an address, with or without brackets and port."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
