"""What caches may do with a page. Content pages are the same for everybody; the rest is nobody else's."""

import hashlib
from functools import wraps

from django.conf import settings
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page

from .fragments import one_page
from .page_memory import kept_page


def public():
    """The Cache-Control of a content page: a shared cache asks again after PAGE_FRESH_SECONDS, and shows what it has
    while it does so once more as long; while the site is down, for a day.
    """
    fresh = settings.PAGE_FRESH_SECONDS
    return f"public, max-age=0, s-maxage={fresh}, stale-while-revalidate={fresh}, stale-if-error=86400"


def public_page(view):
    """For a page that sets no cookie and differs for no visitor: any shared cache may serve it.

    Only these are compressed: they hold no secret that the size of an answer could give away.
    """

    @gzip_page
    def made(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if request.method in ("GET", "HEAD") and response.status_code == 200:
            if hasattr(response, "render"):
                response.render()
            response["Cache-Control"] = public()
            response["ETag"] = f'"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
            patch_vary_headers(response, ["Accept-Encoding"])
        return response

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        with one_page():
            response = kept_page(request, lambda: made(request, *args, **kwargs))
        if response.status_code != 200 or "ETag" not in response:
            return response
        return get_conditional_response(request, etag=response["ETag"], response=response)

    return wrapped


private_page = cache_control(private=True, no_store=True)
