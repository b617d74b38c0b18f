"""Settings. What differs per machine comes from the environment; .env.example lists every name."""

import re
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)

env = environ.Env()
env.read_env(BASE_DIR / ".env")

# DEBUG=1 is a developer's or a visitor's trial: demo accounts, the component page, plain http.
# Django's own technical pages stay off even then, so that `make run` shows the pages users get.
DEVELOPMENT = env.bool("DEBUG", default=False)
DEBUG = DEVELOPMENT and env.bool("TECHNICAL_ERRORS", default=False)


def development_key():
    """A key of this machine's own, made once: even a trial's signatures are nobody's to forge."""
    file = VAR_DIR / "secret-key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(get_random_secret_key())
    return file.read_text()


SECRET_KEY = env("SECRET_KEY", default="") or (development_key() if DEVELOPMENT else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("请设置环境变量 SECRET_KEY（一段随机长字符串）；本机试用可设 DEBUG=1。")

THIS_MACHINE = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=THIS_MACHINE if DEVELOPMENT else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "zhaoshang.admin_config.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "taggit",
    "publishing",
    "audit",
    "outbox",
    "library",
    "search",
    "parks",
    "articles",
    "readership",
    "editorial",
    "inquiries",
    "outcomes",
    "axes",
    "zhaoshang",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "zhaoshang.prefetching.offer_prefetching",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "publishing.former.former_addresses",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "zhaoshang.urls"
WSGI_APPLICATION = "zhaoshang.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "publishing.context.site",
            ],
        },
    },
]


OWN_ENGINES = {
    "django.db.backends.postgresql": "zhaoshang.postgresql",
    "django.db.backends.sqlite3": "zhaoshang.sqlite",
}


def tuned(database):
    """The settings of `database` with what a site needs of it.

    A site with visitors and editors at once, on SQLite: readers beside one writer (WAL), a writer waits
    instead of failing (busy timeout, IMMEDIATE), and what was acknowledged survives a power cut.
    """
    engine = OWN_ENGINES.get(database["ENGINE"], database["ENGINE"])
    database = database | {"ENGINE": engine, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    if engine != "zhaoshang.sqlite":
        return database
    pragmas = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;"
        "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
    )
    options = {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": pragmas}
    return database | {"OPTIONS": options}


DATABASES = {"default": tuned(env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# "answers" keeps what publishing/remembering.py remembers, apart from the counters of the forms: no flood of
# questions can push those out.
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    # Room for the counters of a flood's addresses; the 300 entries of the default would forget them.
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 50_000}
CACHES["answers"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "answers",
    "OPTIONS": {"MAX_ENTRIES": 500},  # one may weigh 100 kB on a large site
}

# Content pages: kept in the process up to so many MB (0 = never), and by a shared cache in front for so many seconds.
PAGE_MEMORY_MB = env.int("PAGE_MEMORY_MB", default=64)
PAGE_FRESH_SECONDS = env.int("PAGE_FRESH_SECONDS", default=10)

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Five wrong passwords for one name from one address: that pair waits a quarter of an hour (zhaoshang/lockout.py).
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "zhaoshang.lockout.name_tried"
AXES_CLIENT_IP_CALLABLE = "zhaoshang.lockout.address_tried"
AXES_LOCKOUT_CALLABLE = "zhaoshang.lockout.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # the trail has it
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

LANGUAGE_CODE = "zh-hans"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(VAR_DIR / "media")))
# What strangers send along with a 投稿: no address leads here.
PRIVATE_ROOT = Path(env("PRIVATE_ROOT", default=str(VAR_DIR / "private")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "zhaoshang.bundles.BundledStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # nobody asks for the others; half the work and the room
PICTURES = {
    "FILE_TYPES": ["AVIF", "WEBP"],
    "CONTAINER_WIDTH": 1280,
    "GRID_COLUMNS": 4,
    "PIXEL_DENSITIES": [1],
    "USE_PLACEHOLDERS": False,
    "PICTURE_CLASS": "publishing.pictures.Rendition",
    "PROCESSOR": "publishing.pictures.render",
}

# Where a map's tiles come from: addresses with {z}, {x}, {y}, one a layer, the lowest first; none = the map draws itself.
MAP_TILES = env("MAP_TILES", default="").split()
MAP_TILES_DATUM = env("MAP_TILES_DATUM", default="wgs84")
MAP_ATTRIBUTION = env("MAP_ATTRIBUTION", default="")
if MAP_TILES_DATUM not in ("wgs84", "gcj02"):
    raise ImproperlyConfigured("MAP_TILES_DATUM 请填 wgs84 或 gcj02。")


def origin(address):
    """`https://t{s}.example.cn/a/{z}` → `https://*.example.cn`; nothing for an address of this site."""
    host = re.match(r"https?://[^/?]+", address)
    return re.sub(r"(?<=//)[^.]*\{s\}[^.]*", "*", host[0]) if host else None


# Hosts from which the server fetches the pictures of a text pasted out of WeChat; none = it never asks another site.
PICTURE_SOURCES = env.list("PICTURE_SOURCES", default=["mmbiz.qpic.cn", "mmbiz.qlogo.cn"])

# Addresses: nothing is loaded from another host but the map's tiles, nothing inline runs.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", *dict.fromkeys(filter(None, map(origin, MAP_TILES)))],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
if not DEVELOPMENT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # A site with a name of its own is https only; one that answers by a machine's address is a trial of it.
    named = bool(set(ALLOWED_HOSTS) - {*THIS_MACHINE, "*"})
    SECURE_SSL_REDIRECT = env.bool("HTTPS_ONLY", default=named)
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31536000 if SECURE_SSL_REDIRECT else 0)
    # What stands under the same domain, and the browsers' own lists, are not this site's to decide.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "zhaoshang.errors.csrf_failure"

# The protections of the public forms: posts per address and hour (0 = no limit).
FORM_RATE = env.int("FORM_RATE", default=60)
# Cost of the proof of work a browser does for each form: rounds of PBKDF2 for one of some 256 tries (0 = off).
FORM_PROOF = env.int("FORM_PROOF", default=1000)
# The header in which the proxy in front names the visitor, e.g. X-Real-IP; empty = nobody is believed.
CLIENT_ADDRESS_HEADER = env("CLIENT_ADDRESS_HEADER", default="")

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o644
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "zhaoshang.guard.PlainNameUploadHandler",
]

# Search engines that are told of new pages: none without SITE_ORIGIN, an engine not without its own address.
SITE_ORIGIN = env("SITE_ORIGIN", default="").rstrip("/")
if SITE_ORIGIN and not re.fullmatch(r"https?://[A-Za-z0-9.:-]+", SITE_ORIGIN):
    raise ImproperlyConfigured("SITE_ORIGIN 请写成 https://invest.example.gov.cn 的样子，后面不带路径。")
BAIDU_PUSH_URL = env("BAIDU_PUSH_URL", default="")
INDEXNOW_URL = env("INDEXNOW_URL", default="")
INDEXNOW_KEY = env("INDEXNOW_KEY", default="")
if INDEXNOW_KEY and not re.fullmatch(r"[A-Za-z0-9-]{8,128}", INDEXNOW_KEY):
    raise ImproperlyConfigured("INDEXNOW_KEY 请用 8 到 128 个字母、数字或连字符。")

# Notices to staff: by mail, and by the group robots of 企业微信 and 钉钉. What is empty is off.
_mail = env.email_url("EMAIL_URL", default="smtp://")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = env("EMAIL_HOST", default=_mail["EMAIL_HOST"] or "")
EMAIL_HOST_USER = env("EMAIL_HOST_USER", default=_mail["EMAIL_HOST_USER"] or "")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", default=_mail["EMAIL_HOST_PASSWORD"] or "")
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", default=_mail.get("EMAIL_USE_SSL", False))
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=_mail.get("EMAIL_USE_TLS", False))
_usual_port = 465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25
EMAIL_PORT = env.int("EMAIL_PORT", default=_mail["EMAIL_PORT"] or _usual_port)
EMAIL_TIMEOUT = 15
if EMAIL_USE_SSL and EMAIL_USE_TLS:
    raise ImproperlyConfigured("EMAIL_USE_SSL 与 EMAIL_USE_TLS 请只开一个。")
NOTICE_FROM = env("NOTICE_FROM", default=EMAIL_HOST_USER if "@" in EMAIL_HOST_USER else "")
if EMAIL_HOST and "@" not in NOTICE_FROM:
    raise ImproperlyConfigured("设置了邮件服务器的，请在 NOTICE_FROM 写明发件邮箱。")
if not EMAIL_HOST:
    NOTICE_FROM = ""
WECOM_WEBHOOK_URL = env("WECOM_WEBHOOK_URL", default="")
DINGTALK_WEBHOOK_URL = env("DINGTALK_WEBHOOK_URL", default="")
DINGTALK_SECRET = env("DINGTALK_SECRET", default="")
for _name, _address in (("WECOM", WECOM_WEBHOOK_URL), ("DINGTALK", DINGTALK_WEBHOOK_URL)):
    if _address and not re.fullmatch(r"https?://[^\s/?]+(/\S*)?", _address):
        raise ImproperlyConfigured(f"{_name}_WEBHOOK_URL 请填写机器人设置页里的完整网址。")

TAGGIT_CASE_INSENSITIVE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},  # without any, Python's last resort prints it
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "axes": {"level": "ERROR"},  # failed logins are in the trail
        "httpx": {"level": "WARNING"},  # else it would write down each address it asks, with the token in it
        # A stranger's wrong Host header is no news.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}
