"""Who asks: the peer of the connection, or whom the trusted proxy in front names. Nobody else is believed."""

import ipaddress

from django.conf import settings


def client_ip(request):
    """The address as an `ipaddress` object, an IPv4 one as itself also where it came mapped; None where none is known."""
    header = settings.CLIENT_ADDRESS_HEADER
    named = request.headers.get(header, "") if header else ""
    # A list grows at its end: the last entry is the one our own proxy wrote.
    address = named.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(address)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def client_address(request):
    """Who is counted: of IPv6 the /64 one household or office has."""
    address = client_ip(request)
    if address is None:
        return "unknown"
    return str(ipaddress.ip_network((address, 64), strict=False) if address.version == 6 else address)
