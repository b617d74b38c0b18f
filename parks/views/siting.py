from typing import NamedTuple

from django.shortcuts import render

from parks.facets import Option, facets_of
from parks.forms import ListingFilter, SitingForm, query_of
from parks.siting import SOFT, Answer, Need, in_words
from publishing.caching import public_page
from publishing.paging import CARDS, page_of


@public_page
def siting(request):
    form = SitingForm(request.GET)
    needs = form.needs()
    chips = stated(needs)
    context = {
        "form": form,
        "needs": chips,
        "asks_nothing": bool(form.fields.keys() & request.GET.keys()) and not chips,
        "words": {need.name: need.short for need, *_ in chips},
        "offered": offered(form),
        "wishes": query_of(needs),
    }
    if chips:
        context |= answered(needs, request.GET.get("page"))
    return render(request, "parks/siting.html", context)


def answered(needs, number):
    answer = Answer(needs)
    page = page_of(answer, number, CARDS)
    context = {"answer": answer, "page": page}
    if not page:
        context["near_misses"] = answer.near_misses()
        context["ways_out"] = ways_out(needs, answer.relaxations())
    return context


class Chip(NamedTuple):
    """A stated need, and the address without it."""

    need: Need
    is_demanded: bool  # a wish that must be met
    query: str


def stated(needs):
    return [
        Chip(need, need.name in needs.must, query_of(needs.without(need.name))) for need in in_words(needs)
    ]


def ways_out(needs, relaxations):
    """[(the demand in words, [(words, count, query)])]."""
    words = {need.name: need for need in in_words(needs)}
    return [
        (
            words[one.name].words,
            [(step_in_words(words[one.name], step), step.count, query_of(step.needs)) for step in one.steps],
        )
        for one in relaxations
    ]


def step_in_words(need, step):
    if step.part:
        return "放宽为 " + next(one.words for one in in_words(step.needs) if one.name == need.name)
    return "不作硬性要求" if need.name in SOFT else f"不限{need.label}"


def offered(form):
    """What the form's lists offer: of what is public and vacant, and what was chosen, with how much there is."""
    options = dict(facets_of(ListingFilter({"available": "1"})).options)
    held = {one.value for one in options["district"]}
    chosen = [one for one in form.cleaned_data["district"] if one.slug not in held]
    options["district"] = [*options["district"], *(Option(one.slug, one.name, 0) for one in chosen)]
    form.fields["industry"].widget.choices = [
        ("", "不限"),
        *((one.value, one.label) for one in options["industry"]),
    ]
    return options
