"""The settings every start shares. What differs by place comes from the environment (``environment.py``)."""

import logging
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from coalition.settings import environment, security

BASE_DIR = environment.BASE_DIR
env = environment.env

SECRET_KEY = environment.secret_key()
SITE_URL = environment.site_url()
DEBUG = False
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname, *env.list("DJANGO_ALLOWED_HOSTS", default=[])]
if environment.is_loopback(SITE_URL):
    ALLOWED_HOSTS += ["127.0.0.1", "localhost"]  # passkeys want the name

# The admin's own path, and the only host that it answers at.
ADMIN_PATH = environment.admin_path()
ADMIN_HOST = environment.admin_host()
if ADMIN_HOST:
    ALLOWED_HOSTS.append(ADMIN_HOST.partition(":")[0])

INSTALLED_APPS = [
    "coalition",
    "home",
    "schedule",
    "delivery",
    "offline",
    "editions",
    "search",
    "feeds",
    "crawlers",
    "opendata",
    "api",
    "embedding",
    "news",
    "stories",
    "partners",
    "timeline",
    "digest",
    "social",
    "pages",
    "media",
    "outbox",
    "publishing",
    "users",
    "limits",
    "demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_countries",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "delivery.middleware.CompressionMiddleware",
    "delivery.middleware.PolicyByAddressMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "editions.middleware.EditionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "delivery.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "users.sign_in.middleware.SignInMiddleware",
    "limits.middleware.LimitsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "coalition.admin_access.middleware.AdminAccessMiddleware",
    "delivery.middleware.LiveRedirectMiddleware",
]

ROOT_URLCONF = "coalition.urls"
WSGI_APPLICATION = "coalition.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
            ],
        },
    },
]

DATABASES = {
    "default": {
        **environment.database(),
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
}
CACHES = environment.caches()
# Every mail is a row first (outbox/backend.py). Only `manage.py send_mail` talks to the mail server, the transport.
_OUTBOX = "outbox.backend.OutboxBackend"
MAILERS = {
    "default": {"BACKEND": _OUTBOX},
    "alarms": {"BACKEND": _OUTBOX},
    "public": {"BACKEND": _OUTBOX, "OPTIONS": {"is_public": True}},
    "transport": environment.mail_transport(SITE_URL),
}
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"noreply@{urlsplit(SITE_URL).hostname}")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "users.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Sign-in (docs/decisions/0023-sign-in.md).
AUTHENTICATION_BACKENDS = ["users.sign_in.backend.StaffBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
SECOND_FACTOR_REQUIRED = not environment.is_loopback(SITE_URL)
# How long a session may be idle (seconds); SESSION_COOKIE_AGE is how long it may last at all.
SESSION_IDLE_SECONDS = 2 * 60 * 60
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
ACCOUNT_ADAPTER = "users.sign_in.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False  # users/sign_in/journal.py writes them
# Its own would keep a second list of mail addresses, in which those that an account once had stay.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 (a class)
# Leading those on who are signed in is ours to do: somebody without a role would be led in a circle.
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_FORMS = {
    "login": "users.sign_in.forms.LoginForm",
    "reset_password": "users.sign_in.forms.ResetPasswordForm",
}
# Our own limits count passwords, codes and addresses (users/sign_in/attempts.py, limits/table.py).
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
MFA_ADAPTER = "users.sign_in.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "users.sign_in.forms.AuthenticateForm",
    "reauthenticate": "users.sign_in.forms.ReauthenticateForm",
    "add_webauthn": "users.sign_in.forms.AddWebAuthnForm",
    "authenticate_webauthn": "users.sign_in.forms.AuthenticateWebAuthnForm",
    "login_webauthn": "users.sign_in.forms.LoginWebAuthnForm",
    "reauthenticate_webauthn": "users.sign_in.forms.ReauthenticateWebAuthnForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A passkey signs in by itself, so it has to ask for a fingerprint or a PIN.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = environment.is_loopback(SITE_URL)
# One time step of 30 seconds either way, for phones whose clock is off.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Global Coalition against Daesh"

# Limits. The number of proxies in front that append to X-Forwarded-For.
TRUSTED_PROXY_COUNT = environment.count("TRUSTED_PROXY_COUNT", default=0, most=10)
RATELIMIT_USE_CACHE = "counters"
RATELIMIT_ENABLE = environment.rates_are_limited(SITE_URL)
# The library doubts every cache that it doesn't know by name; this one counts in one statement (limits/counters.py).
SILENCED_SYSTEM_CHECKS = ["django_ratelimit.E003", "django_ratelimit.W001"]
# The longest body of a request: of strangers, and of staff, who upload files.
MAX_BODY_BYTES = 64 * 1024
MAX_STAFF_BODY_BYTES = 30 * 1024 * 1024

# Languages. A further one is a line here and its translations.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ar", "العربية"), ("fr", "Français")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# A page that is submitted for translation is a draft in the other language, whatever the original is.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# Names of countries that django-countries writes otherwise than they do themselves, in Arabic or French.
COUNTRIES_OVERRIDE = {
    "EE": _("Estonia"),
    "ES": _("Spain"),
    "ET": _("Ethiopia"),
    "IS": _("Iceland"),
    "LU": _("Luxembourg"),
    "MD": _("Moldova"),
    "MK": _("North Macedonia"),
    "PH": _("Philippines"),
    "SA": _("Saudi Arabia"),
}
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["coalition.formats"]
USE_I18N = True
USE_TZ = True
# The zone in which weeks turn and dates are shown; go-lives are stored in UTC.
TIME_ZONE = "Europe/London"

STATIC_URL = "/static/"
# Everything that is made at run time.
VAR_DIR = env.path("VAR_DIR", default=str(BASE_DIR / "var"))()
STATIC_ROOT = f"{VAR_DIR}/static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=f"{VAR_DIR}/media")()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "coalition.staticfiles.HashedStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
# The stylesheets of every page, in their order, and the one that holds them all where files are collected.
STYLESHEETS = tuple(f"css/{name}.css" for name in ("tokens", "base", "layout", "components", "content", "map", "print"))
JOINED_STYLESHEET = "css/site.css"

# Security. With an https address everything else follows.
# The script that counts the visits of those who allow it (templates/_consent.html); nothing counts when it is empty.
ANALYTICS_SCRIPT_URL, ANALYTICS_SITE_ID = environment.analytics()
SECURE_CSP = security.public_policy(ANALYTICS_SCRIPT_URL)
ADMIN_CSP = security.ADMIN_CSP
EMBED_CSP = security.EMBED_CSP
PERMISSIONS_POLICY = security.PERMISSIONS_POLICY
IS_HTTPS = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_TRUSTED_ORIGINS = [SITE_URL]  # the admin's host, if it has one, needs no trust of others
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Wagtail
WAGTAIL_FINISH_WORKFLOW_ACTION = "schedule.clock.approval.publish_approved"
# Seconds after which a go-live that was missed asks a moderator, in place of going live by itself.
SCHEDULE_LATE_AFTER = env.int("SCHEDULE_LATE_AFTER", default=3600)
WAGTAIL_SITE_NAME = _("Global Coalition against Daesh")
WAGTAILADMIN_BASE_URL = f"{urlsplit(SITE_URL).scheme}://{ADMIN_HOST}" if ADMIN_HOST else SITE_URL
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
# Accounts are made with an invitation, and their owners set their passwords.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
# Whoever finds a browser open could have a new password sent to themselves.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_I18N_ENABLED = True
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_AUTO_UPDATE_PREVIEW = True
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "xlsx"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "media.documents.forms.CleanDocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILIMAGES_IMAGE_MODEL = "pages.CoalitionImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "pages.image_form.CoalitionImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
# In pixels: the longest and the shortest side of an image that may be uploaded.
IMAGE_MAX_SIDE = 20_000
IMAGE_MIN_SIDE = 16
WAGTAILIMAGES_AVIF_QUALITY = 61
WAGTAILIMAGES_JPEG_QUALITY = 76
WAGTAILIMAGES_WEBP_QUALITY = 78
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "link", "document-link", "ol", "ul"]},
    },
}
TAGGIT_CASE_INSENSITIVE = True
TAG_LIMIT = 12

# Social posts: how often sources are looked at (seconds), and private places, as host:port, that may be asked all the same.
SOCIAL_SYNC_EVERY = env.int("SOCIAL_SYNC_EVERY", default=300)
SOCIAL_ALLOWED_PRIVATE_HOSTS = env.list("SOCIAL_ALLOWED_PRIVATE_HOSTS", default=[])
SOCIAL_X_API_URL = env.str("SOCIAL_X_API_URL", default="https://api.x.com")

# Where the urgent things are sent, and the edge cache that is told what is stale (nothing is told when it is empty).
EDGE_PURGE_URL = env.str("EDGE_PURGE_URL", default="")

# Logs keep no addresses of readers, and what readers get wrong is no warning.
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO
