"""One search over everything public, and what it proposes while one types."""

from dataclasses import dataclass

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from publishing.caching import public_page
from publishing.paging import page_of
from search.finding import Found
from search.passages import marked, passage

from .proposals import completions, corrections
from .search_form import SearchForm
from .searched import KINDS, Kind

PREVIEW = 5


@dataclass
class Result:
    """One thing found: its name and where the words stand, marked."""

    kind: str
    thing: object
    name: SafeString
    passage: SafeString


@dataclass
class Group:
    """What is found of one kind."""

    kind: Kind
    found: Found

    @property
    def has_more(self):
        return self.found.count > PREVIEW

    @cached_property
    def preview(self):
        return self.results(self.found[:PREVIEW])

    def results(self, keys):
        question = self.found.question
        return [
            Result(
                self.kind.kind,
                thing,
                marked(thing.searched_names()[0], question),
                passage(thing.searched_texts(), question),
            )
            for thing in self.kind.things(keys)
        ]


@public_page
def search(request):
    form = SearchForm(request.GET)
    form.is_valid()
    context = {"form": form, "query": form.words, "kind": form.cleaned_data.get("kind", "")}
    if form.question:
        context |= answer(form, request.GET.get("page"))
    return render(request, "search.html", context)


def answer(form, number):
    """The groups with their counts, and the page `number` of the one that is chosen."""
    question, order = form.question, form.order
    groups = [Group(kind, Found(form.narrow(kind), question, order)) for kind in KINDS]
    chosen = next((one for one in groups if one.kind.kind == form.cleaned_data.get("kind")), None)
    page = page_of(chosen.found if chosen else [], number)  # what is shown in groups has one page
    counts = [group.found for group in groups]
    total = sum(one.count for one in counts)
    return {
        "groups": groups,
        "chosen": chosen,
        "page": page,
        "results": chosen.results(list(page)) if chosen else [],
        "total": f"{total}+" if any(one.is_capped for one in counts) else str(total),
        "corrections": [] if total else corrections(question),
    }


@public_page
def suggest(request):
    """{"suggestions": [{"text", "kind", "url"}]}, eight at most, for what has been typed so far."""
    suggestions = completions(request.GET.get("q", ""))
    return JsonResponse({"suggestions": suggestions}, json_dumps_params={"ensure_ascii": False})
