"""The site's own settings as a production site has them, but for what a measurement must not meet."""

import os

os.environ["DEBUG"] = "0"
os.environ["SECRET_KEY"] = "for measuring only"
os.environ["ALLOWED_HOSTS"] = "testserver"
os.environ["HTTPS_ONLY"] = "0"
os.environ["CACHE_URL"] = "locmemcache://"

from zhaoshang.settings import *  # noqa: F403
from zhaoshang.settings import STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
LOGGING = {"version": 1, "disable_existing_loggers": True}
PAGE_MEMORY_MB = 0  # what a page costs, not what it costs to have it
