"""The settings module that Django reads (`DJANGO_SETTINGS_MODULE`)."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF

from sekisho.portal.settings.environment import environment
from sekisho.portal.settings.stores import database, kept_secret

_HERE = environment()

DEBUG = False
SECRET_KEY = (
    _HERE.secret_key.get_secret_value() if _HERE.secret_key else kept_secret(_HERE, "session")
)
ALLOWED_HOSTS = list(_HERE.hosts)
ROOT_URLCONF = "sekisho.portal.urls"
WSGI_APPLICATION = "sekisho.portal.wsgi.application"
DATABASES = {"default": database(_HERE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "sekisho.portal.look",  # before allauth: its templates of the same name are ours
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "sekisho.portal.accounts",
    "sekisho.portal.personal",
    "sekisho.portal.cases",
    "sekisho.portal.filing",
    "sekisho.portal.queue",
    "sekisho.portal.examine",
    "sekisho.portal.decide",
    "sekisho.portal.work",
    "sekisho.portal.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sekisho.portal.look.uploads.Intake",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sekisho.portal.accounts.entry.sessions.SessionRules",
    "sekisho.portal.accounts.sitting.SittingMiddleware",
    "sekisho.portal.running.local.LocalMiddleware",
    "sekisho.portal.look.refusals.RefusalMiddleware",
    "sekisho.portal.accounts.entry.factors.FactorMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parents[1] / "look" / "templates"],  # ours before allauth's
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "sekisho.portal.look.templatetags.sekisho",
                "sekisho.portal.look.templatetags.desk",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "sekisho.portal.look.frame.frame",
            ],
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "sekisho.portal.accounts.allauth_rules.AccountRules"
SOCIALACCOUNT_ADAPTER = "sekisho.portal.accounts.allauth_rules.BrokerRules"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/h/key"}
ACCOUNT_FORMS = {
    "login": "sekisho.portal.accounts.entry.forms.LoginForm",
    "change_password": "sekisho.portal.accounts.entry.forms.ChangePasswordForm",
    "reset_password": "sekisho.portal.accounts.entry.forms.ResetPasswordForm",
    "reset_password_from_key": "sekisho.portal.accounts.entry.forms.ResetPasswordKeyForm",
    "reauthenticate": "sekisho.portal.accounts.entry.forms.ReauthenticateForm",
}
MFA_ADAPTER = "sekisho.portal.accounts.allauth_rules.FactorRules"
MFA_FORMS = {
    "authenticate": "sekisho.portal.accounts.entry.forms.AuthenticateForm",
    "reauthenticate": "sekisho.portal.accounts.entry.forms.ReauthenticateByCodeForm",
    "activate_totp": "sekisho.portal.accounts.entry.forms.ActivateTotpForm",
    "add_webauthn": "sekisho.portal.accounts.entry.forms.AddPasskeyForm",
    "edit_webauthn": "sekisho.portal.accounts.entry.forms.EditPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation came by that address
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Sekisho"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _HERE.https
SECOND_FACTOR = _HERE.needs_second_factor
SESSION_IDLE_SECONDS = 3600
"""A session ends so long after the last page; however busy, after SESSION_COOKIE_AGE."""
SIGN_WITHIN_SECONDS = 15 * 60
"""Who signs a decision has proved who it is within this time."""
INVITATION_DAYS = 7
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"APPS": [broker.as_app() for broker in _HERE.brokers]}
}
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "sekisho.portal.accounts.entry.lockout.name_tried"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_IPWARE_PROXY_COUNT = 0
AXES_VERBOSE = False
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
    }
}
"""Counts tries and used codes, for all processes alike."""

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"

STATIC_URL = "static/"
STATIC_ROOT = _HERE.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = _HERE.data / "media"
FILE_UPLOAD_HANDLERS = ["sekisho.portal.look.uploads.TidyUploads"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
DEFAULT_FROM_EMAIL = f"sekisho@{_HERE.hosts[0]}"
EMAIL_FILE_PATH = _HERE.data / "outbox"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *sorted({broker.signs_in_at for broker in _HERE.brokers})],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "__Host-session" if _HERE.https else "sekisho_session"
SESSION_COOKIE_SECURE = _HERE.https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf" if _HERE.https else "sekisho_csrf"
CSRF_COOKIE_SECURE = _HERE.https
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "sekisho.portal.look.refusals.expired"
LANGUAGE_COOKIE_SECURE = _HERE.https
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if _HERE.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _HERE.https
SECURE_SSL_REDIRECT = False
# The web server in front ends TLS and says so; without this every form would seem to be another
# site's.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HERE.https else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS = ["security.W008", "security.W021"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # A refused page is no fault, and its address may name a case.
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "sekisho": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "axes": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}
