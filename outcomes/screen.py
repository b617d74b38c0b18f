"""成效: the page, its tables as files, and the panel on the start page."""

from hashlib import sha256

from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from publishing.sheets import CONTENT_TYPE, plain_book

from .arrivals import KINDS, endings, over_time, splits
from .charts import column_chart
from .credit import handed_over
from .deadlines import clocks_tables
from .figures import figures
from .funnel import funnel
from .pages import SAVED, SOURCES, sources, ways_to_sort
from .periods import AskedForm, Period, presets
from .scope import Scope

RIGHT = "inquiries.report_inquiry"
WAYS = dict(ways_to_sort())
KEPT_SECONDS = 300


def outcome_urls(site):
    return [path("outcomes/", site.admin_view(lambda request: outcomes(request, site)), name="outcomes")]


def outcomes(request, site):
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
    form = AskedForm(request.GET, request.user)
    scope = Scope(request.user, *form.asked())
    kind, sort = chosen(request.GET, "kind", SOURCES), chosen(request.GET, "sort", ("signed", *WAYS))
    if wanted := request.GET.get("table"):
        return as_file(scope, wanted, sort)
    arrivals = over_time(scope)
    clocks, officers = clocks_tables(scope)
    context = site.each_context(request) | {
        "title": "成效",
        "form": form,
        "scope": scope,
        "presets": [(label, one, one == scope.period) for label, one in presets(timezone.localdate())],
        "figures": figures(scope),
        "arrivals": arrivals,
        "chart": column_chart(arrivals.rows),
        "splits": splits(scope),
        "funnel": funnel(scope),
        "ends": endings(scope),
        "clocks": clocks,
        "officers": officers,
        "sources": sources(scope, kind, sort),
        "kinds": [(one, KINDS[one], one == kind) for one in SOURCES],
        "ways": [(name, label, name == sort) for name, label in WAYS.items()],
        "credit": handed_over(scope),
    }
    return TemplateResponse(request, "admin/outcomes/outcomes.html", context)


def chosen(query, name, known):
    """What the address names of `known`; the first of them instead of anything else."""
    said = query.get(name)
    return said if said in known else next(iter(known))


def table_named(scope, slug, sort):
    simple = {"arrivals": over_time, "funnel": funnel, "ends": endings, "credit": handed_over}
    if slug in simple:
        return simple[slug](scope)
    if slug.startswith("sources-") and slug.removeprefix("sources-") in SOURCES:
        return sources(scope, slug.removeprefix("sources-"), sort, SAVED)
    tables = clocks_tables(scope) if slug in ("clocks", "officers") else splits(scope)
    return next((one for one in tables if one.slug == slug), None)


def as_file(scope, slug, sort):
    table = table_named(scope, slug, sort)
    if table is None:
        raise Http404("没有这张表。")
    response = HttpResponse(plain_book(table.columns, table.values), content_type=CONTENT_TYPE)
    name = f"{table.title}{scope.period.since:%Y%m%d}-{scope.period.until:%Y%m%d}.xlsx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def last_month(user):
    """For the start page: the figures of the last thirty days, or None for who may not see them. Counted once in five
    minutes for all who see the same districts, since everybody opens that page all day; `at` says when.
    """
    if not user.has_perm(RIGHT):
        return None
    period: Period = presets(timezone.localdate())[0][1]
    scope = Scope(user, period)
    places = sha256(repr(scope.places).encode()).hexdigest()
    key = f"outcomes:last-month:{period.until}:{places}"
    counted = caches["answers"].get_or_set(key, lambda: month_counted(scope), KEPT_SECONDS)
    return counted | {"address": f"{reverse('admin:outcomes')}?from={period.since}&to={period.until}"}


def month_counted(scope):
    received, answered, signed, _ = figures(scope)
    return {"figures": [received, answered, signed], "at": timezone.now()}
