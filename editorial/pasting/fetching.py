"""Fetching a picture of somebody else's page: from named hosts only, and never from inside the house."""

import ipaddress
import math
import socket
import time
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from publishing.pictures import MAX_BYTES

TIMEOUT = httpx.Timeout(8, connect=4)
LONGEST = 15  # seconds for one picture


class NotFetched(Exception):
    """The picture can't be had; the paste goes on without it."""


def fetch(address, until=math.inf):
    """The bytes at `address`, had by `until` on the monotonic clock. Raises NotFetched."""
    host, path = _allowed(address)
    number = _public_number(host)
    literal = f"[{number}]" if ":" in number else number
    # Asked by number, so that a name cannot mean another machine the second time; the certificate is the name's.
    try:
        with httpx.stream(
            "GET",
            f"https://{literal}{path}",
            headers={"Host": host, "User-Agent": "Mozilla/5.0", "Referer": "https://mp.weixin.qq.com/"},
            extensions={"sni_hostname": host},
            timeout=TIMEOUT,
            follow_redirects=False,
            trust_env=False,
        ) as response:
            return _body(response, until)
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        raise NotFetched(str(error)) from error


def _allowed(address):
    try:
        parts = urlsplit("https:" + address if address.startswith("//") else address)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise NotFetched("no address") from error
    is_plain_http = (
        parts.scheme == "http" and port is None
    )  # WeChat's older texts; the same is there under https
    if parts.scheme != "https" and not is_plain_http:
        raise NotFetched("not https")
    if host not in settings.PICTURE_SOURCES or port not in (None, 443) or parts.username is not None:
        raise NotFetched("not one of PICTURE_SOURCES")
    return host, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _public_number(host):
    """The host's address, once all of its addresses are known to be out in the world."""
    try:
        numbers = [info[4][0] for info in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise NotFetched("no such host") from error
    if not numbers or not all(ipaddress.ip_address(number).is_global for number in numbers):
        raise NotFetched("an address inside")
    return numbers[0]


def _body(response, until):
    if response.status_code != 200:
        raise NotFetched(f"status {response.status_code}")
    content, until = bytearray(), min(until, time.monotonic() + LONGEST)
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > MAX_BYTES or time.monotonic() > until:
            raise NotFetched("too large or too slow")
    return bytes(content)
