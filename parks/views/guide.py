from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from parks.calling import whom_to_call
from parks.charts import Axis, drawn
from parks.guide import ENOUGH, spreads_beside, spreads_in
from parks.models import District
from publishing import structured_data
from publishing.caching import public_page

from .places import district_trail


@public_page
def rent_guide(request, slug):
    district = get_object_or_404(District.objects.select_related("parent"), slug=slug)
    beside = spreads_beside(district)
    trail = [*district_trail(district), ("租金与地价", request.path)]
    context = {
        "district": district,
        "kinds": [chapter(spread, beside) for spread in spreads_in(district)],
        "enough": ENOUGH,
        "today": timezone.localdate(),
        "origin": f"district-{district.slug}",
        **whom_to_call(district),
        "trail": trail,
        "structured_data": structured_data.to_script(structured_data.breadcrumbs(request, trail)),
    }
    return render(request, "parks/rent_guide.html", context)


def chapter(spread, beside):
    """One kind: its prices, drawn, and how the places beside this one ask, on one axis."""
    axis = Axis.over(spread.lowest, spread.highest)
    rows = beside.get(spread.kind, [])
    shared = rows and Axis.over(min(one.lowest for _, one in rows), max(one.highest for _, one in rows))
    return {
        "spread": spread,
        "axis": axis,
        "drawn": drawn(spread, axis),
        "beside": [(place, one, drawn(one, shared)) for place, one in rows],
    }
