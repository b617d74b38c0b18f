from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from parks.models import Park
from parks.sheets import park_sheet as printed
from publishing.caching import public_page


@public_page
def park_sheet(request, slug):
    """One page of A4 as a PDF."""
    parks = Park.objects.published().select_related("district__parent")
    park = get_object_or_404(parks.prefetch_related("industries", "photos", "distances"), slug=slug)
    page = request.build_absolute_uri(park.get_absolute_url())
    response = HttpResponse(printed(park, page), content_type="application/pdf")
    name = park.name.replace("/", "／")
    response["Content-Disposition"] = content_disposition_header(False, f"{name}一页纸.pdf")
    response["X-Robots-Tag"] = "noindex"  # the page itself is what searches should find
    return response
