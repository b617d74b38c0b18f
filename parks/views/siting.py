from typing import NamedTuple
from urllib.parse import urlencode

from django.shortcuts import render

from parks.facets import Option, facets_of
from parks.figures import figure
from parks.forms import ListingFilter, SitingForm, query_of
from parks.forms.siting import SPELT
from parks.models import Listing
from parks.siting import PARTS, SOFT, Answer, Need, in_words, land_min_mu, order_in_words
from parks.siting.conditions import CONDITIONS
from parks.units import AreaUnit, PriceUnit, from_sqm
from publishing.caching import public_page
from publishing.paging import CARDS, page_of

FEW = 3  # results: what comes near is shown beside them
# The form's field → the condition it belongs to.
LABELS = {
    SPELT.get(part, part): condition.label
    for condition in CONDITIONS
    for part in PARTS.get(condition.name, [])
}


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
        "left_out": left_out(form),
        "wishes": query_of(needs),
    }
    if chips:
        context |= answered(needs, request.GET.get("page"))
    return render(request, "parks/siting.html", context)


def answered(needs, number):
    answer = Answer(needs)
    page = page_of(answer, number, CARDS)
    context = {"answer": answer, "page": page, "land": answer.parks_with_land(), "parks": parks_query(needs)}
    if page:
        context["order"] = order_in_words(needs) if answer.total > 1 else ""
        context["near_misses"] = answer.nearly() if answer.total <= FEW else []
    else:
        context["near_misses"] = answer.near_misses()
        context["ways_out"] = ways_out(needs, answer.relaxations())
        context["impossible"] = impossible(needs)
        if not context["ways_out"]:
            context["extremes"] = extremes_in_words(needs, answer.extremes())
    return context


def left_out(form):
    """`净高、面积`: the conditions somebody stated and the form could not read."""
    return "、".join(dict.fromkeys(LABELS[name] for name in form.errors if name in LABELS))


def impossible(needs):
    """What no listing can be, in words; "" where the needs go together."""
    if needs.deal != Listing.Deal.TRANSFER or not needs.kinds or Listing.Kind.LAND in needs.kinds:
        return ""
    kinds = "、".join(Listing.Kind(kind).label for kind in needs.kinds)
    return f"只有土地可以出让；{kinds}请选出租或出售。"


def extremes_in_words(needs, found):
    """`现有厂房最大 9,000 ㎡，租金最低 12 元/㎡/月。`; "" where there is none at all."""
    if found["area"] is None:
        return ""
    area = from_sqm(found["area"], needs.area_unit)
    said = [f"最大 {figure(area)} {AreaUnit(needs.area_unit).label}"]
    if found["rent"] is not None:
        said.append(f"租金最低 {figure(found['rent'])} {PriceUnit.SQM_MONTH.label}")
    if found["price"] is not None:
        said.append(f"售价最低 {figure(found['price'])} {PriceUnit.SQM.label}")
    kinds = "、".join(Listing.Kind(kind).label for kind in needs.kinds) or "空置载体"
    return f"现有{kinds}{'，'.join(said)}。"


def parks_query(needs):
    """The query of the park list that comes nearest: it takes one district, and areas in 亩."""
    said = {"district": needs.districts[0].slug} if len(needs.districts) == 1 else {}
    if (least := land_min_mu(needs)) is not None:
        said["area_min"] = f"{least.normalize():f}"
    return urlencode(said | {"available": 1})


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
