"""One search over everything public, and what it proposes while one types."""

from dataclasses import dataclass
from functools import lru_cache

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from publishing.caching import public_page
from publishing.fragments import kept
from publishing.paging import page_of
from search.finding import Found, find
from search.passages import marked, passage

from .proposals import completions, corrections
from .search_form import SearchForm
from .searched import KINDS, Kind, Line

PREVIEW = 5
ANSWERS = 300  # that are remembered; of each kind a thousand numbers at most, or its rows


@dataclass
class Result:
    """One thing found: its name and where the words stand, marked."""

    kind: str
    key: str  # as its address names it
    address: str
    prefix: str
    name: SafeString
    passage: SafeString
    line: Line

    @classmethod
    def of(cls, kind, thing, question):
        return cls(
            kind.kind,
            getattr(thing, "slug", thing.pk),
            thing.get_absolute_url(),
            getattr(thing, "prefix", ""),
            marked(thing.searched_names()[0], question),
            passage(thing.searched_texts(), question),
            kind.line(thing),
        )


@dataclass
class Group:
    """What is found of one kind."""

    kind: Kind
    found: Found

    @property
    def has_more(self):
        return self.found.count > PREVIEW

    def preview(self):
        return self.results(self.found[:PREVIEW])

    def results(self, keys):
        return [Result.of(self.kind, thing, self.found.question) for thing in self.kind.things(keys)]


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
    remembering = kept("answers to searches", lambda: lru_cache(ANSWERS)(groups_of))
    groups = remembering(form.question, form.order, form.narrowing)
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
        "corrections": [] if total else corrections(form.question),
    }


def groups_of(question, order, narrowing):
    found = find(rows_of(narrowing), question, order)
    return [Group(kind, found[kind.kind]) for kind in KINDS]


def rows_of(narrowing):
    """{kind: the public rows it leaves}; all of them are told once an edition."""

    def read():
        return {kind.kind: narrowing.rows(kind) for kind in KINDS}

    return read() if narrowing.is_any else kept("all that is searched", read)


@public_page
def suggest(request):
    """{"suggestions": [{"text", "kind", "url"}]}, eight at most, for what has been typed so far."""
    suggestions = completions(request.GET.get("q", ""))
    return JsonResponse({"suggestions": suggestions}, json_dumps_params={"ensure_ascii": False})
