from django.urls import URLPattern, get_resolver, resolve

from tests.site.addresses import FOR_MACHINES, PRIVATE, PUBLIC, fill_in

ELSEWHERE = {
    "cover",
    "media",
    "altcha_challenge",
    "sitemap_section",
    "healthz",
    "readyz",
    "components",
    "api",
}


def names(resolver, space=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        elif pattern.namespace == "admin":
            continue
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern, inner)


def test_every_address_is_asked_by_these_tests(site):
    asked = [fill_in(address, site).partition("?")[0] for address in [*PUBLIC, *FOR_MACHINES, *PRIVATE]]
    known = {resolve(address).view_name for address in asked}
    assert sorted(set(names(get_resolver())) - known - ELSEWHERE) == []
