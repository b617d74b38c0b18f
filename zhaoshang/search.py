"""One search over everything public."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import render

from articles.models import Article, PolicyDocument
from parks.models import District, Listing, Park
from publishing.caching import public_page
from publishing.paging import page_of

MAX_LENGTH = 60
PREVIEW = 5


@dataclass
class Group:
    kind: str
    label: str
    results: QuerySet

    @property
    def count(self):
        return self.results.count()

    @property
    def preview(self):
        return self.results[:PREVIEW]


def groups(words):
    districts = District.objects.filter(Q(name__icontains=words) | Q(short_name__icontains=words))
    return [
        Group("article", "新闻", Article.objects.published().mentioning(words).for_lists().newest_first()),
        Group("park", "园区", Park.objects.published().mentioning(words).for_lists().sorted_by("level")),
        Group("listing", "载体", Listing.objects.published().mentioning(words).for_lists().sorted_by("new")),
        Group(
            "policy", "政策", PolicyDocument.objects.published().mentioning(words).for_lists().newest_first()
        ),
        Group("district", "地区", districts.select_related("parent").order_by("path")),
    ]


@public_page
def search(request):
    words = request.GET.get("q", "").replace("\x00", "").strip()
    context = {"query": words[:MAX_LENGTH], "kind": "", "too_long": len(words) > MAX_LENGTH}
    if words:
        found = groups(words[:MAX_LENGTH])
        chosen = next((group for group in found if group.kind == request.GET.get("kind")), None)
        if chosen:
            context |= {"kind": chosen.kind, "page": page_of(chosen.results, request.GET.get("page"))}
        elif request.GET.get("page", "1") not in ("", "1"):
            raise Http404("分组结果只有一页。")
        context |= {"groups": found, "total": sum(group.count for group in found)}
    return render(request, "search.html", context)
