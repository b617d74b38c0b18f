"""The beacon of the public pages, and the number they may show.

A page that any shared cache may serve says nothing of who reads it: the page itself tells, once it was in sight for
some seconds, with a few bytes and no cookie.
"""

from urllib.parse import urlsplit

from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from publishing.caching import private_page, public_page
from publishing.clients import client_address
from publishing.models import SiteSettings

from .models import Reading
from .pages import page_called, public_among
from .tally import tally

LONGEST = 100  # bytes; a name has less than thirty


@csrf_exempt
@require_POST
@private_page
def read(request):
    """Says nothing about what came of it: who tries things out learns nothing, and the log stays empty.

    Without a token against forgery: nothing here belongs to anybody, and only pages of this site are listened to.
    """
    page = page_called(sent(request)) if is_from_here(request) else None
    if page:
        tally.add(*page, client_address(request))
    return HttpResponse(status=204)


def sent(request):
    try:
        body = request.read(LONGEST + 1)
    except OSError:  # who sent it has gone
        return ""
    return body.decode("ascii", "replace") if len(body) <= LONGEST else ""


def is_from_here(request):
    """By what a browser says and no page can: Sec-Fetch-Site, or Origin where the browser is too old for it."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    try:
        return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
    except ValueError:
        return False


@public_page
def reads(request, name):
    """How often a page was read, for a page to show: apart from it, so that a reader more makes no new page."""
    page = page_called(name)
    if page is None or not SiteSettings.current().shows_reader_counts or not public_among(page[0], [page[1]]):
        raise Http404("没有这个数字。")
    total = Reading.objects.of(page[0], [page[1]]).aggregate(total=Sum("count"))["total"]
    return HttpResponse(str(total or 0), content_type="text/plain; charset=utf-8")
