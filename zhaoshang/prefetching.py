"""What a browser may fetch before the click: the content page whose link a visitor rests on (Speculation Rules).

It fetches the page alone and runs nothing of it: no reading is counted. Never a form, a search, a file, nor what
directory.js shows in place. A browser that does not know the header does nothing.
"""

from django.http import JsonResponse
from django.views.decorators.cache import cache_control

from publishing.addresses import address_of_page

PAGES = ["/", *(f"/{section}/{{*/}}?" for section in ("news", "districts", "parks", "listings", "policies"))]
SHOWN_IN_PLACE = "body:has(form[data-live]) :is(form[data-live], #results) a[href^='?']"
RULES = {
    "prefetch": [
        {
            "where": {
                "and": [{"href_matches": PAGES}, {"not": {"selector_matches": SHOWN_IN_PLACE}}],
            },
            "eagerness": "moderate",
        }
    ]
}


@cache_control(public=True, max_age=86400)
def prefetch_rules(request):
    return JsonResponse(RULES, content_type="application/speculationrules+json")


def offer_prefetching(get_response):
    def middleware(request):
        response = get_response(request)
        if is_content_page(response):
            response["Speculation-Rules"] = f'"{address_of_page("prefetch_rules")}"'
        return response

    return middleware


def is_content_page(response):
    html = response.get("Content-Type", "").startswith("text/html")
    return html and "s-maxage" in response.get("Cache-Control", "")
