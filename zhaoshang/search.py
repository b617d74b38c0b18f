"""One search over everything public."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.shortcuts import render
from django.utils.functional import cached_property

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

    @cached_property
    def count(self):
        return self.results.count()

    @property
    def preview(self):
        return self.results[:PREVIEW]


def groups(words):
    districts = District.objects.filter(Q(name__icontains=words) | Q(short_name__icontains=words))
    return [
        Group("article", "新闻", Article.objects.published().matching(words).for_lists().newest_first()),
        Group("park", "园区", Park.objects.published().matching(words).for_lists().sorted_by("level")),
        Group("listing", "载体", Listing.objects.published().matching(words).for_lists().sorted_by("new")),
        Group(
            "policy", "政策", PolicyDocument.objects.published().matching(words).for_lists().newest_first()
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
        else:
            page_of([], request.GET.get("page"))  # what is shown in groups has one page
        context |= {"groups": found, "total": sum(group.count for group in found)}
    return render(request, "search.html", context)
