from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from inquiries.models import Inquiry, PackSent
from inquiries.protection import exceeded
from parks.calling import whom_to_call
from publishing.caching import private_page
from publishing.clients import client_address

from . import links
from .choosing import Wanted, beforehand
from .composing import pack_for


@require_safe
@private_page
def pack(request, reference, token):
    """The pack of an inquiry that asked for one, as its policies are today; to whoever has the link."""
    try:
        links.check(reference, token)
    except links.Expired:
        return not_now(request, "expired", reference, status=410)
    except links.NotOurs:
        raise Http404("没有这份政策汇编。") from None
    inquiry = Inquiry.objects.kept().filter(reference=reference, kind=Inquiry.Kind.POLICY_PACK).first()
    if inquiry is None:
        raise Http404("没有这份政策汇编。")
    wanted = Wanted.by(inquiry)
    if request.method == "HEAD" and beforehand(wanted)[0]:
        return HttpResponse(
            content_type="application/pdf"
        )  # what it holds is found out, and noted, when it is read
    if seconds := seconds_to_wait(request):
        response = not_now(request, "busy", reference, status=429)
        response["Retry-After"] = seconds
        return response
    made = pack_for(wanted, home_of(request))
    if made is None:
        return not_now(request, "nothing", reference, district=wanted.district)
    PackSent.objects.get_or_create(inquiry=inquiry, version=made.version)
    return as_file(made)


def seconds_to_wait(request):
    rate = settings.FORM_RATE
    return exceeded(request, "pack", client_address(request), rate) if rate else 0


def home_of(request):
    return settings.SITE_ORIGIN or request.build_absolute_uri("/").rstrip("/")


def not_now(request, why, reference, district=None, status=200):
    context = {"why": why, "reference": reference, "days": links.DAYS, **whom_to_call(district)}
    return render(request, "inquiries/pack_refused.html", context, status=status)


def as_file(made):
    response = HttpResponse(made.pdf, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, made.name)
    response["X-Robots-Tag"] = "noindex"
    return response
