"""Addresses that are asked for many times: as `reverse` says them, which takes ten times as long."""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse


def origin(request):
    """`https://host`, as this page was asked for."""
    if not hasattr(request, "asked_origin"):
        request.asked_origin = f"{request.scheme}://{request.get_host()}"
    return request.asked_origin


def address(name, key):
    """What `reverse(name, args=[key])` says of a number or a slug. Raises NoReverseMatch where there is none yet."""
    if not key:
        return reverse(name, args=[key])
    before, after = around(name, settings.ROOT_URLCONF, get_script_prefix())
    return f"{before}{key}{after}"


def address_of_page(name):
    """What `reverse(name)` says of a page without arguments."""
    return page(name, settings.ROOT_URLCONF, get_script_prefix())


@lru_cache
def page(name, urlconf, prefix):
    return reverse(name, urlconf)


@lru_cache
def around(name, urlconf, prefix):
    """What stands before the key and after it."""
    before, _, after = reverse(name, urlconf, args=["0"]).rpartition("0")
    return before, after
