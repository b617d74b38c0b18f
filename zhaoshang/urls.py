from django.conf import settings
from django.contrib import admin
from django.contrib.sitemaps import views as sitemap_views
from django.urls import include, path, re_path
from django.views.decorators.cache import cache_control
from django.views.static import serve

from editorial import previewing
from editorial.announcing.keyfile import indexnow_key
from parks.views import siting
from publishing.caching import public_page
from publishing.qr import qr
from publishing.views import cover

from . import health, search, views
from .api import api
from .prefetching import prefetch_rules
from .robots import robots
from .sitemaps import sitemaps

# An upload's name is new with every upload.
keep_a_day = cache_control(public=True, max_age=86400)

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("articles.urls")),
    path("", include("parks.urls")),
    path("", include("inquiries.urls")),
    path("", include("readership.urls")),
    path("siting/", siting, name="siting"),
    path("search/", search.search, name="search"),
    path("search/suggest", search.suggest, name="suggest"),
    path("districts/", views.district_list, name="district_list"),
    path("districts/<slug:slug>/", views.district_hub, name="district_hub"),
    path("districts/<slug:slug>/news/", views.district_news, name="district_news"),
    path("districts/<slug:slug>/<slug:channel>/", views.district_channel, name="district_channel"),
    path("covers/<slug:kind>-<slug:seed>.svg", cover, name="cover"),
    path("qr/<path:page>", qr, name="qr"),
    path("preview/<str:token>/", previewing.shared, name="preview"),
    path("api/v1/", api.urls),
    path(
        "sitemap.xml",
        public_page(sitemap_views.index),
        {"sitemaps": sitemaps(), "sitemap_url_name": "sitemap_section"},
        name="sitemap",
    ),
    path(
        "sitemap-<section>.xml",
        public_page(sitemap_views.sitemap),
        {"sitemaps": sitemaps()},
        name="sitemap_section",
    ),
    path("prefetch.json", prefetch_rules, name="prefetch_rules"),
    path("robots.txt", robots, name="robots"),
    path("<slug:key>.txt", indexnow_key, name="indexnow_key"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    # In front of a larger site the proxy serves these.
    re_path(r"^media/(?P<path>.*)$", keep_a_day(serve), {"document_root": settings.MEDIA_ROOT}),
]

if settings.DEVELOPMENT:
    from .components import components

    urlpatterns.append(path("_components/", components, name="components"))

handler400 = "zhaoshang.errors.bad_request"
handler403 = "zhaoshang.errors.permission_denied"
handler404 = "zhaoshang.errors.page_not_found"
handler500 = "zhaoshang.errors.server_error"
