"""How many posts one address may send, so that a flood ends and an office behind one address does not notice.

What is sent and what is looked up are counted apart: whoever asks how far a thing is uses up nobody's right to send.
"""

from functools import wraps

from django.conf import settings
from django.shortcuts import render
from django_ratelimit import ALL
from django_ratelimit.core import get_usage

from publishing.clients import client_address

from .proof import is_proven

# One form page posted more often than this within an hour is no person correcting a mistake.
POSTS_OF_ONE_FORM = 30

SWITCHED_OFF = {
    "FORM_RATE": "公开表单的提交次数限制已关闭。前面没有别的防护时，请运维恢复默认设置。",
    "FORM_PROOF": "公开表单的工作量证明已关闭。前面没有别的防护时，请运维恢复默认设置。",
}


def switched_off():
    """What an administrator should know about the protections, in sentences."""
    return [words for name, words in SWITCHED_OFF.items() if not getattr(settings, name)]


# Those without a proof share what this many addresses may send: no single one can use it up for the others.
ADDRESSES_WITHOUT_PROOF = 20


def limit_posts(view):
    """429 with Retry-After once an address has sent FORM_RATE posts within the hour, whatever was in them."""
    return limited(view, "address", too_many="sent")


def limit_lookups(view):
    """The same for those who name a number and a telephone, counted for themselves."""
    return limited(view, "lookups", too_many="asked")


def limited(view, group, *, too_many):
    @wraps(view)
    def counted(request, *args, **kwargs):
        if request.method == "POST" and settings.FORM_RATE:
            seconds = seconds_to_wait(request, group)
            if seconds:
                return too_many_posts(request, seconds, too_many)
        return view(request, *args, **kwargs)

    return counted


def limit_unproven(view):
    """The plain second path: without a proof of work a form passes too, within one limit for everybody together.

    Whoever has no scripts notices nothing; a flood from a thousand addresses computes or is over soon.
    """

    @wraps(view)
    def limited(request, *args, **kwargs):
        if request.method == "POST" and settings.FORM_RATE and settings.FORM_PROOF:
            unproven = not is_proven(request.POST.get("altcha", ""))
            shared = settings.FORM_RATE * ADDRESSES_WITHOUT_PROOF
            if unproven and (seconds := exceeded(request, "unproven", "everybody", shared)):
                return too_many_posts(request, seconds, "unproven")
        return view(request, *args, **kwargs)

    return limited


def seconds_to_wait(request, group):
    """0 when the post may pass. Every post counts, also one that is refused."""
    address = client_address(request)
    token = request.POST.get("token", "")[:64]
    waits = [exceeded(request, group, address, settings.FORM_RATE)]
    if token:
        waits.append(exceeded(request, "form", address + token, min(settings.FORM_RATE, POSTS_OF_ONE_FORM)))
    return max(waits)


def exceeded(request, group, counted, limit):
    usage = get_usage(
        request,
        group=f"inquiries-{group}",
        key=lambda *_: counted,
        rate=(limit, 3600),
        method=ALL,
        increment=True,
    )
    return max(usage["time_left"], 1) if usage["should_limit"] else 0


def too_many_posts(request, seconds, too_many):
    """`too_many`: what there was too much of, `sent`, `asked` or `unproven`."""
    response = render(request, "429.html", {"minutes": -(-seconds // 60), "too_many": too_many}, status=429)
    response["Retry-After"] = seconds
    return response
