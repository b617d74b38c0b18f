"""The pages for what went wrong, in the site's own dress."""

from django.shortcuts import render


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def csrf_failure(request, reason=""):
    """A form kept open too long, or sent from elsewhere."""
    return render(request, "403_csrf.html", status=403)
