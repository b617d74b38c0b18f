"""The site's own settings with a test run's values; DATABASE_URL decides which database is asked."""

import os
import tempfile
from pathlib import Path

os.environ["DEBUG"] = "0"
os.environ["SECRET_KEY"] = "for tests only"
os.environ["HTTPS_ONLY"] = "0"
os.environ["FORM_PROOF"] = "0"  # a test of the proof of work turns it on
os.environ["CACHE_URL"] = "locmemcache://"
files = tempfile.TemporaryDirectory(prefix="zhaoshang-tests-")  # removed when the run ends
os.environ["MEDIA_ROOT"] = f"{files.name}/media"
os.environ["PRIVATE_ROOT"] = f"{files.name}/private"
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")

from zhaoshang.settings import *  # noqa: E402, F403
from zhaoshang.settings import DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "zhaoshang.sqlite":
    # Said here, since pytest's workers know it of Django's own SQLite alone, and make files of any other.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
VAR_DIR = Path(files.name)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Files as they lie in static/, without a collectstatic before every run.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
AXES_ENABLED = False  # a test of the lockout turns it on
