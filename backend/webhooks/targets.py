"""Where a call may go: to https on the open internet, and nowhere inside the house."""

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# Global by their registry, and yet a way to any IPv4 address, private ones included.
_TRANSLATED = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "2002::/16")))


class ForbiddenTargetError(OSError):
    """The address must not be called."""

    def __init__(self) -> None:
        super().__init__("forbidden")


def checked_socket(place: Any) -> socket.socket:
    """The socket for one resolved place: (family, type, protocol, name, (address, port, …)).

    Asked for with the very address that is connected to next, so that a name that changes its mind
    between look and call (DNS rebinding) gains nothing. Refuses a forbidden one.
    """
    family, kind, protocol, _name, address = place
    if is_forbidden(address[0]):
        raise ForbiddenTargetError
    return socket.socket(family, kind, protocol)


def is_forbidden(address: str) -> bool:
    """Whether an address is private, link-local, loopback or otherwise not of the internet.

    So is what is no whole address ("127.1"). Loopback is allowed where WEBHOOKS_TO_LOOPBACK says
    so: never in production.
    """
    try:
        ip: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return True
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    if ip.is_loopback and settings.WEBHOOKS_TO_LOOPBACK:
        return False
    return not ip.is_global or ip.is_multicast or any(ip in net for net in _TRANSLATED)


def require_target(url: str) -> None:
    """Refuses (ForbiddenTargetError) what is not https, carries a user, or is a forbidden number.

    What a name leads to is looked at when it is called, each time.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ForbiddenTargetError from None
    schemes = {"https", "http"} if settings.WEBHOOKS_TO_LOOPBACK else {"https"}
    odd = any(not "!" <= sign <= "~" or sign == "\\" for sign in url)
    if odd or parts.scheme not in schemes or not host or "@" in parts.netloc or parts.fragment:
        raise ForbiddenTargetError
    numeric = ":" in host or host.replace(".", "").isdigit()
    if numeric and is_forbidden(host):
        raise ForbiddenTargetError
