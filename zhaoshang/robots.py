from django.http import HttpResponse

from publishing.caching import public_page


@public_page
def robots(request):
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /inquiries/",
        "Disallow: /submissions/",
        "Allow: /inquiries/settle/",
        "Allow: /inquiries/policy-pack/",
        "Allow: /submissions/new/",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
