"""Every address a stranger can ask for, as the contract names them; `{park.slug}` is filled from the site fixture."""

CHANNELS = ["policy", "process", "land", "factory-price", "register", "incentive"]
CHANNELS += ["foreign-investment", "build", "factory-rent", "office-rent"]

LISTS = [
    "/news/",
    "/districts/{district.slug}/news/",
    "/districts/{district.slug}/policy/",
    "/parks/",
    "/listings/",
    "/policies/",
    "/search/?q=园",
    "/siting/?kind=factory",
]
PUBLIC = [
    "/",
    *LISTS,
    "/news/?district={district.slug}&channel=news&industry=37&tag=自行车",
    "/news/{article.pk}/",
    "/districts/",
    "/districts/{district.slug}/",
    "/districts/tianjin/",
    *[f"/districts/{{district.slug}}/{channel}/" for channel in CHANNELS[1:]],
    "/districts/{district.slug}/rents/",
    "/parks/?district={district.slug}&industry=C&level=provincial&area_min=100",
    "/parks/?view=map&level=provincial",
    "/listings/?view=map&kind=factory",
    "/parks/{park.slug}/",
    "/parks/compare/",
    "/parks/compare/?park={park.slug}",
    "/parks/compare/?park={park.slug}&park={park.slug}",
    "/parks/?district={district.slug}&type=industrial&available=1&sort=level",
    "/parks/?q=火星基地",
    "/listings/?area_min=abc&price_max=x",
    "/listings/?area_min=9&area_max=8&area_unit=mu&sort=price&price_unit=mu_wan&district=tianjin",
    "/listings/compare/",
    "/listings/compare/?listing={factory.pk}",
    "/listings/compare/?listing={factory.pk}&listing={land.pk}&listing={office.pk}",
    "/siting/?kind=factory&height_min=30",
    "/search/?q=火星基地",
    "/listings/?kind=factory&deal=rent&area_min=1000&price_max=1&price_unit=sqm_day&height_min=8&available=1",
    "/listings/{factory.pk}/",
    "/listings/{warehouse.pk}/",
    "/listings/{office.pk}/",
    "/listings/{land.pk}/",
    "/siting/",
    "/siting/?kind=factory&area_min=1000&area_max=5000&load_min=2&power_min=500&district={district.slug}",
    "/siting/?kind=land&kind=factory&deal=rent&price_max=9&price_unit=sqm_day&ready_by=2060-01-01&must=price&must=date",
    "/siting/?kind=factory&height_min=30&must=height",
    "/policies/{policy.pk}/",
    "/search/",
    "/search/?q=自行车&kind=article",
    "/search/?q=园区&district={district.slug}&since=2025-01-01&sort=new",
]
FOR_MACHINES = [
    "/feeds/news/",
    "/feeds/news/?district={district.slug}",
    "/parks/{park.slug}/sheet.pdf",
    "/parks/map.json",
    "/parks/map.json?bbox=116,39,118,40&zoom=9",
    "/listings/map.json?kind=factory",
    "/search/suggest?q=京",
    "/sitemap.xml",
    *[
        f"/sitemap-{section}.xml"
        for section in ("pages", "articles", "parks", "listings", "policies", "districts", "rents")
    ],
    "/prefetch.json",
    "/robots.txt",
    "/healthz",
    "/readyz",
    "/api/v1/openapi.json",
    *[
        f"/api/v1/{noun}"
        for noun in ("articles", "parks", "listings", "policies", "districts", "channels", "industries")
    ],
    "/api/v1/articles/{article.pk}",
    "/api/v1/parks/{park.slug}",
    "/api/v1/listings/{factory.pk}",
    "/api/v1/policies/{policy.pk}",
    "/api/v1/districts/{district.slug}",
]
PRIVATE = [
    "/inquiries/",
    "/inquiries/settle/",
    "/inquiries/policy-pack/",
    "/contact/",
    "/inquiries/{inquiry.reference}/",
    "/inquiries/{inquiry.reference}/needs/",
    "/inquiries/{inquiry.reference}/data/",
    "/inquiries/{inquiry.reference}/erase/",
    "/submissions/new/",
    "/submissions/{submission.reference}/",
    "/submissions/{submission.reference}/amend/",
    "/submissions/{submission.reference}/data/",
    "/submissions/{submission.reference}/erase/",
    "/preview/{preview}/",
    "/admin/login/",
]


def fill_in(address, site):
    return address.format(**vars(site))
