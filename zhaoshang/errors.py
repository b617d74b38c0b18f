"""The pages for what went wrong, in the site's own dress."""

from django.shortcuts import render


def bad_request(request, exception=None):
    """The host asked for may be what is wrong: the page must not ask for its own address."""
    return render(request, "400.html", {"address_unknown": True}, status=400)


def csrf_failure(request, reason=""):
    """A form kept open too long, or sent from elsewhere."""
    return render(request, "403_csrf.html", status=403)
