from django.urls import URLPattern, get_resolver, resolve

from tests.site.addresses import FOR_MACHINES, PRIVATE, PUBLIC, fill_in

ELSEWHERE = {
    "cover",
    "qr",
    "sitemap_section",
    "inquiries:attachment",
    "inquiries:challenge",
    "inquiries:pack",
    "articles:policy_file",
    "indexnow_key",
    "read",
    "reads",
    "api:api-root",
}  # their own tests ask them


def names(resolver, space=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield f"{space}{pattern.name}"
        elif pattern.namespace != "admin":
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern, inner)


def test_every_address_is_asked_by_these_tests(site):
    asked = [fill_in(address, site).partition("?")[0] for address in [*PUBLIC, *FOR_MACHINES, *PRIVATE]]
    known = {resolve(address).view_name for address in asked}
    assert sorted(set(names(get_resolver())) - known - ELSEWHERE) == []
