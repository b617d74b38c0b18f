"""The settings of the bench without any part of a page that is kept: what the first page after a change costs."""

from .settings import *  # noqa: F403
from .settings import MIDDLEWARE

MIDDLEWARE = ["bench.afresh.forgetting", *MIDDLEWARE]


def forgetting(get_response):
    from publishing.fragments import forget

    def middleware(request):
        forget()
        return get_response(request)

    return middleware
