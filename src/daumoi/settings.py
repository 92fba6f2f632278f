"""All settings of the program: environment only, read strictly, one file.

Every DAUMOI_* variable is described in docs/operations.md. What an office may
change while it works (its name, its days off) is a row with a page, never a
setting.
"""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF  # noqa: F401

from daumoi.core.environment import database, files_location, flag, number, secret_key, text, words

HOME = Path(text("DAUMOI_HOME", "var/office")).resolve()
DEBUG = flag("DAUMOI_DEBUG", False)
# The demonstration office marks its own folder, so that no page of it can be taken for a real one.
DEMONSTRATION = (HOME / ".demonstration").exists()
SECRET_KEY = secret_key(HOME)
ALLOWED_HOSTS = words("DAUMOI_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = words("DAUMOI_ORIGINS", [])
BEHIND_TLS = flag("DAUMOI_TLS", False)

ROOT_URLCONF = "daumoi.urls"
WSGI_APPLICATION = "daumoi.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOMS = [
    "daumoi.core",
    "daumoi.journal",
    "daumoi.jobs",
    "daumoi.people",
    "daumoi.rulesets",
    "daumoi.calendar",
    "daumoi.files",
    "daumoi.notices",
    "daumoi.numbering",
    "daumoi.catalogue",
    "daumoi.signing",
    "daumoi.documents",
    "daumoi.dossiers",
    "daumoi.tasks",
    "daumoi.incoming",
    "daumoi.outgoing",
    "daumoi.exchange",
    "daumoi.synthesis",
    "daumoi.desk",
]
INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "template_partials",
    "lucide",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "daumoi.people.middleware.own_password_first",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "daumoi.core.once.once_a_page",
    "daumoi.core.middleware.refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "daumoi.core.templatetags.office",
                "lucide.templatetags.lucide",
                "template_partials.templatetags.partials",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "daumoi.desk.context.shell",
            ],
        },
    },
]

# --- data -----------------------------------------------------------------

DATABASES = {"default": database(text("DAUMOI_DATABASE", ""), HOME)}
STORAGES = {
    "default": files_location(text("DAUMOI_FILES", ""), HOME),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILES_MAX_BYTES = number("DAUMOI_MAX_UPLOAD_MB", 300) * 1024 * 1024
CLAMD = text("DAUMOI_CLAMD", "")
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}}
WORKERS = number("DAUMOI_WORKERS", 1)

# --- people and sessions ----------------------------------------------------

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "daumoi.people.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["login", "full_name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "daumoi.people.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "daumoi.people.account_forms.LoginForm",
    "change_password": "daumoi.people.account_forms.ChangePasswordForm",
    "reauthenticate": "daumoi.people.account_forms.ReauthenticateForm",
}
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,5/5m/key"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
USERSESSIONS_TRACK_ACTIVITY = False  # a write at every page would make readers wait for writers
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_TLS else 0
MFA_ADAPTER = "daumoi.people.accounts.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "daumoi.people.account_forms.SecondFactorForm",
    "reauthenticate": "daumoi.people.account_forms.SecondFactorAgainForm",
    "activate_totp": "daumoi.people.account_forms.ActivateTOTPForm",
    "add_webauthn": "daumoi.people.account_forms.AddKeyForm",
    "edit_webauthn": "daumoi.people.account_forms.EditKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Đầu Mối"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_FAILURE_VIEW = "daumoi.core.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- safety -----------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31536000 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
X_FRAME_OPTIONS = "SAMEORIGIN"
# Not ours to decide: the proxy in front redirects to TLS and answers for subdomains and the preload list;
# and our own pages show our own PDFs in a frame (W019).
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W019", "security.W021"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

# --- language and time ------------------------------------------------------

LANGUAGE_CODE = "vi"
USE_I18N = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
FORMAT_MODULE_PATH = ["daumoi.core.formats"]

# --- mail -------------------------------------------------------------------

EMAIL_HOST = text("DAUMOI_MAIL_HOST", "")
EMAIL_PORT = number("DAUMOI_MAIL_PORT", 25)
EMAIL_HOST_USER = text("DAUMOI_MAIL_USER", "")
EMAIL_HOST_PASSWORD = text("DAUMOI_MAIL_PASSWORD", "")
EMAIL_USE_TLS = flag("DAUMOI_MAIL_TLS", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = text("DAUMOI_MAIL_FROM", "dau-moi@localhost")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = HOME / "mail"
ANCHOR_MAIL = text("DAUMOI_ANCHOR_MAIL", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
