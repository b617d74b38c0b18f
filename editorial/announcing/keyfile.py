from django.conf import settings
from django.http import Http404, HttpResponse

from publishing.caching import public_page


@public_page
def indexnow_key(request, key):
    """By this file an engine knows that whoever sends addresses with the key may write to the site."""
    if not settings.INDEXNOW_KEY or key != settings.INDEXNOW_KEY:
        raise Http404
    return HttpResponse(key, content_type="text/plain; charset=utf-8")
