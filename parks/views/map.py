"""What was found, on a map: the data a script asks for, and the drawing the page brings along."""

from django.conf import settings
from django.http import JsonResponse
from django.urls import reverse

from parks.facets import kept, narrowed
from parks.forms import ListingFilter, ParkFilter
from parks.maps import Found, View, bbox, drawn, places
from publishing.caching import public_page

NOT_OF_THE_DATA = ("view", "bbox", "zoom", "page", "sort")


@public_page
def park_map(request):
    return as_json(found_places("park", ParkFilter(request.GET), View.asked(request.GET)))


@public_page
def listing_map(request):
    return as_json(found_places("listing", ListingFilter(request.GET), View.asked(request.GET)))


def as_json(answer):
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


def found_places(noun, form, view):
    """What the public may see of what `form` asks for, in `view`: as `parks.maps.places` answers."""
    stated = form.stated()

    def answer():
        return places(Found.of(noun, narrowed(form, stated), view.bounds), view.zoom)

    if view.is_near:  # no two visitors push a map to the same spot
        return answer()
    return kept(form, f"map {view}", stated, answer)


def map_of(noun, form, request, total):
    """What parks/includes/map.html shows of the `total` a list has found, where it asks for a map; else None."""
    if request.GET.get("view") != "map":
        return None
    view = View.asked(request.GET)
    found = found_places(noun, form, view)
    shown = [thing["position"] for thing in [*found["parks"], *found["cells"]]]
    query = request.GET.copy()
    for name in NOT_OF_THE_DATA:
        query.pop(name, None)
    return {
        "noun": noun,
        "is_part": view.bounds is not None,
        "unplaced": total - found["total"] if view.bounds is None else 0,
        "drawings": drawn(found),
        "bbox": bbox(shown) if shown else "",
        "source": f"{reverse(f'parks:{noun}_map')}?{query.urlencode()}",
        "tiles": settings.MAP_TILES,
        "attribution": settings.MAP_ATTRIBUTION,
    }
