"""One settings module, driven by the environment; see docs/operations.md for every name.

Without any variable the house runs as a demo on SQLite without a broker. ``DEMO=false`` makes it production, which
refuses to start on demo settings.
"""

from datetime import timedelta
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.env import database_settings, env_bool, env_int, env_list, env_str, sqlite_settings

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env_str("VAR_DIR", str(BASE_DIR / "var"))).resolve()

DATABASE_URL = env_str("DATABASE_URL")
REDIS_URL = env_str("REDIS_URL")
DEMO = env_bool("DEMO", default=not env_str("SECRET_KEY"))
DEBUG = env_bool("DEBUG", default=False)

# Known to everyone who can read this file: good for a demo on one machine, refused in production.
DEMO_SECRET_KEY = "demo-only-not-secret-" + "samenspoor" * 4
DEMO_ENCRYPTION_KEY = "ZGVtby1vbmx5LW5vdC1zZWNyZXQtc2FtZW5zcG9vcjE="
DEMO_SEAL_KEY = "demo-only-seal-key"

SECRET_KEY = env_str("SECRET_KEY", DEMO_SECRET_KEY)
FIELD_ENCRYPTION_KEYS = env_list("FIELD_ENCRYPTION_KEYS", DEMO_ENCRYPTION_KEY)
AUDIT_SEAL_KEY = env_str("AUDIT_SEAL_KEY", DEMO_SEAL_KEY)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
ORGANISATION_NAME = env_str("ORGANISATION_NAME", "Stichting De Overloop" if DEMO else "")

if not DEMO:
    _problems = [
        name
        for name, bad in {
            "SECRET_KEY": SECRET_KEY == DEMO_SECRET_KEY or len(SECRET_KEY) < 50,  # noqa: PLR2004 -- Django's own bound
            "FIELD_ENCRYPTION_KEYS": DEMO_ENCRYPTION_KEY in FIELD_ENCRYPTION_KEYS,
            "AUDIT_SEAL_KEY": AUDIT_SEAL_KEY == DEMO_SEAL_KEY,
            "ALLOWED_HOSTS": not env_str("ALLOWED_HOSTS"),
            "ORGANISATION_NAME": not ORGANISATION_NAME,
            "DEBUG": DEBUG,
        }.items()
        if bad
    ]
    if _problems:
        _msg = f"Production refuses demo settings. Set your own value for: {', '.join(_problems)} (docs/operations.md)."
        raise ImproperlyConfigured(_msg)

INSTALLED_APPS = [
    "overview.apps.OverviewConfig",
    "chain.apps.ChainConfig",
    "riskplans.apps.RiskplansConfig",
    "alliance.apps.AllianceConfig",
    "casework.apps.CaseworkConfig",
    "accounts.apps.AccountsConfig",
    "accounts.apps.HouseAdminConfig",
    "django.contrib.auth",
    "django.contrib.humanize",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.ChosenLanguageMiddleware",
    "config.refusals.RefusalsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.AuditContextMiddleware",
    "accounts.middleware.LoginNeededMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

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
                "django.template.context_processors.i18n",
                "accounts.context_processors.frame",
            ],
        },
    }
]

DATABASES = {
    "default": database_settings(DATABASE_URL) if DATABASE_URL else sqlite_settings(str(VAR_DIR / "samenspoor.sqlite3"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "config.cache.ForgivingRedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# --- who logs in ---------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.validators.LongEnoughValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # an invitation and a reset work for three days
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview:home"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by invitation: the address is proven by the invitation itself
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Samenspoor"
# The demo may do without a second factor, so that a newcomer is in with one password; nothing else may.
SECOND_FACTOR_REQUIRED = env_bool("SECOND_FACTOR_REQUIRED", default=not DEMO)
if not DEMO and not SECOND_FACTOR_REQUIRED:
    _msg = "SECOND_FACTOR_REQUIRED can only be switched off in the demo."
    raise ImproperlyConfigured(_msg)
SESSION_COOKIE_AGE = env_int("SESSION_MINUTES", 60, minimum=5) * 60
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- transport and browser -----------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = env_bool("SECURE_SSL_REDIRECT", default=not DEMO)
# Behind a web server of ours: it says which protocol and address the visitor came with.
BEHIND_PROXY = env_bool("BEHIND_PROXY", default=not DEMO)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_HSTS_SECONDS = 0 if DEMO else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEMO
SECURE_REDIRECT_EXEMPT = [r"^gezondheid/$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap's own style sheet carries its small pictures as data
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- language, time ------------------------------------------------------------------------------------------------
# Dutch for everyone, whatever the browser asks for; English by the switch on the page (accounts.middleware).
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Nederlands")), ("en", _("Engels"))]
LANGUAGE_COOKIE_SECURE = not DEMO
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"  # English writes a date as the Netherlands do: day, month, year
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

# --- files ---------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "documents"  # outside every web root; served only through the doors
EXPORT_ROOT = VAR_DIR / "exports"  # whole files that were asked for, encrypted, for a day; outside every web root too
PRESS_APART = True  # papers are laid out in a process beside the one that serves pages
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Who looks at files that are brought in: tcp://host:3310, unix:///path/of/clamd.ctl, command:PROGRAM; empty for nobody.
VIRUS_SCANNER = env_str("VIRUS_SCANNER")
UPLOAD_MAX_BYTES = env_int("UPLOAD_MAX_MEGABYTES", 20, minimum=1) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_MAX_BYTES + 1024 * 1024

# --- background jobs -----------------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL or "memory://"
# Whoever enqueues does not wait for a queue that is down: every duty is a row, which the next sweep finds.
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 900, "max_retries": 0, "interval_start": 0, "socket_connect_timeout": 2}
    if REDIS_URL
    else {"polling_interval": 0.1}
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "expire-drafts": {"task": "casework.tasks.expire_drafts", "schedule": crontab(hour=3, minute=40)},
    # Before the reminders, which ask for a new version of what went stale.
    "sweep-agreements": {"task": "chain.tasks.sweep_agreements", "schedule": crontab(hour=0, minute=10)},
    "begin-team-moves": {"task": "overview.tasks.begin_team_moves", "schedule": timedelta(minutes=5)},
    "sweep-reminders": {"task": "overview.tasks.sweep_reminders", "schedule": crontab(hour=4, minute=10)},
    "seal-audit-trail": {"task": "accounts.tasks.seal_audit_trail", "schedule": timedelta(minutes=5)},
    "scan-documents": {"task": "casework.tasks.scan_documents", "schedule": timedelta(minutes=1)},
    "sweep-uploads": {"task": "casework.tasks.sweep_uploads", "schedule": timedelta(minutes=1)},
    "sweep-file-arrivals": {"task": "overview.tasks.sweep_file_arrivals", "schedule": timedelta(minutes=1)},
    "sweep-file-exports": {"task": "overview.tasks.sweep_file_exports", "schedule": timedelta(minutes=1)},
    "finish-documents": {"task": "casework.tasks.finish_documents", "schedule": timedelta(minutes=1)},
    "escalate-notifications": {"task": "chain.tasks.escalate_notifications", "schedule": timedelta(minutes=5)},
    "mail-inbox": {"task": "chain.tasks.mail_unannounced_items", "schedule": timedelta(minutes=1)},
}

# --- mail: it only ever says that there is something, never what ----------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env_str("EMAIL_HOST")
if not EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(VAR_DIR / "mail")
EMAIL_PORT = env_int("EMAIL_PORT", 587)
EMAIL_HOST_USER = env_str("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env_str("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=bool(EMAIL_HOST))
EMAIL_TIMEOUT = 20  # seconds; a mail server that says nothing does not hold a worker
DEFAULT_FROM_EMAIL = env_str("DEFAULT_FROM_EMAIL", "samenspoor@localhost")
BASE_URL = env_str("BASE_URL", "http://localhost:8000")

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Its warnings (404, 403) name addresses, and an address may name a client number; a fault is still logged.
        "django.request": {"level": "ERROR"},
        # It finds no host in the address of the broker in memory, and says so at every start.
        "kombu.connection": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "weasyprint.progress": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
}
