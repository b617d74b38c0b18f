"""What caches may do with a page. Content pages are the same for everybody; the rest is nobody else's."""

import hashlib
from functools import wraps

from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page

FRESH_SECONDS = 60
PUBLIC = f"public, max-age=0, s-maxage={FRESH_SECONDS}, stale-while-revalidate=300, stale-if-error=86400"


def public_page(view):
    """For a page that sets no cookie and differs for no visitor: any shared cache may serve it.

    Only these are compressed: they hold no secret that the size of an answer could give away.
    """

    @gzip_page
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if request.method not in ("GET", "HEAD") or response.status_code != 200:
            return response
        if hasattr(response, "render"):
            response.render()
        response["Cache-Control"] = PUBLIC
        etag = f'"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
        response["ETag"] = etag
        patch_vary_headers(response, ["Accept-Encoding"])
        return get_conditional_response(request, etag=etag, response=response)

    return wrapped


private_page = cache_control(private=True, no_store=True)
