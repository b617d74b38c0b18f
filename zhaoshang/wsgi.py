import gc
import os

from django.core.wsgi import get_wsgi_application

from .guard import ContentTypeGuard

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhaoshang.settings")

application = ContentTypeGuard(get_wsgi_application())

from publishing.reading_ahead import reader  # noqa: E402 its models need the line above

# What is here by now stays: the search for garbage need not go through it again and again. Nor need it begin at every
# 700 objects: a page makes many times as many, which go by themselves.
gc.collect()
gc.freeze()
gc.set_threshold(20_000)

reader.begin()
