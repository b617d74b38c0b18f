"""The site's own settings as a production site has them, but for what a measurement must not meet."""

import os
from pathlib import Path

os.environ["DEBUG"] = "0"
os.environ["SECRET_KEY"] = "for measuring only"
os.environ["ALLOWED_HOSTS"] = "testserver,127.0.0.1"
os.environ["HTTPS_ONLY"] = "0"
os.environ["CACHE_URL"] = "locmemcache://"
os.environ.setdefault("PAGE_MEMORY_MB", "0")  # what a page costs, not what it costs to have it

from zhaoshang.settings import *  # noqa: F403
from zhaoshang.settings import BASE_DIR, STORAGES

STATIC_ROOT = Path(os.environ.get("BENCH_FOLDER", BASE_DIR / "var/bench")) / "static"
if not STATIC_ROOT.exists():  # a trial run collects nothing
    STORAGES = STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
LOGGING = {"version": 1, "disable_existing_loggers": True}
