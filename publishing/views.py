from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response, set_response_etag
from django.views.decorators.http import require_safe

from .covers import cover_svg


@require_safe
def cover(request, kind, seed):
    """A drawn cover. Its address changes when the drawing does, so every cache may keep it for good."""
    try:
        drawing = cover_svg(kind, seed)
    except ValueError as error:
        raise Http404("没有这幅图。") from error
    response = HttpResponse(drawing, content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    set_response_etag(response)
    return get_conditional_response(request, etag=response["ETag"], response=response)
