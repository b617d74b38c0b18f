"""What we told this browser of one address and those below it: a signed cookie, believed for a while."""

from django.conf import settings
from django.shortcuts import redirect

SHOWN_FOR_SECONDS = 30 * 60


def mark(response, path, name, said, salt, seconds=SHOWN_FOR_SECONDS):
    """Writes `said` into the cookie `name` of the pages from `path` on."""
    response.set_signed_cookie(
        name,
        said,
        salt=salt,
        max_age=seconds,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def said_in(request, name, salt, seconds=SHOWN_FOR_SECONDS):
    """What `mark` wrote; "" where it did not, or too long ago."""
    return request.get_signed_cookie(name, default="", salt=salt, max_age=seconds)


def see_other(to):
    response = redirect(to)
    response.status_code = 303
    return response
