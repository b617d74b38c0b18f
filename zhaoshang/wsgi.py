import os

from django.core.wsgi import get_wsgi_application

from .guard import ContentTypeGuard

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhaoshang.settings")

application = ContentTypeGuard(get_wsgi_application())

from publishing.reading_ahead import reader  # noqa: E402 its models need the line above

reader.begin()
