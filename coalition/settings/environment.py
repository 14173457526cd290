"""The environment the settings read, and the one clear line that is said when it is wrong."""

import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env()

# For connecting to the mail server and for each of its replies.
MAIL_TIMEOUT_SECONDS = 10
CACHE_TIMEOUT_SECONDS = 2
# The first parts of the site's other addresses.
TAKEN_PATHS = frozenset(
    [
        "ar",
        "api",
        "data",
        "documents",
        "embed",
        "en",
        "fr",
        "lite",
        "media",
        "oembed",
        "offline",
        "preview",
        "robots",
        "static",
        "text",
    ]
)


class SettingsError(SystemExit):
    """A setting is missing or malformed: ends the start with exit code 2 and one line on standard error."""

    def __init__(self, message: str) -> None:
        print(f"Not started: {message}", file=sys.stderr)
        super().__init__(2)


def required(name: str, meaning: str) -> str:
    """Reads a variable that has no sensible default.

    Args:
        name: The environment variable.
        meaning: What it holds, for the message.

    Returns:
        Its value.

    Raises:
        SettingsError: It is not set, or empty.
    """
    value = env.str(name, default="").strip()
    if not value:
        raise SettingsError(f"the environment variable {name} is missing: it must hold {meaning}.")
    return value


def secret_key() -> str:
    """Returns the signing key, refused when it is too short to be one."""
    value = required("DJANGO_SECRET_KEY", "a long random secret (50 characters or more)")
    if len(value) < 32:
        raise SettingsError("DJANGO_SECRET_KEY is too short: 32 characters at the least, 50 are better.")
    return value


def site_url() -> str:
    """Returns the public address of the site without a trailing slash, such as ``https://example.org``."""
    value = required("SITE_URL", "the public address of the site, such as https://example.org").rstrip("/")
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    plain = not (parts.path or parts.query or parts.fragment or parts.username)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not plain or port == 0:
        raise SettingsError(f"SITE_URL is malformed: {value!r} is not an address such as https://example.org.")
    return value


def analytics() -> tuple[str, str]:
    """Returns the address of the script that counts visits and the site's id there; both empty where nothing counts.

    Raises:
        SettingsError: One is there without the other, or the address is not one of another site's script by https.
    """
    address, site = (env.str(name, default="").strip() for name in ("ANALYTICS_SCRIPT_URL", "ANALYTICS_SITE_ID"))
    if not address and not site:
        return "", ""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        parts, host, port = urlsplit(""), None, None
    is_secure = parts.scheme == "https" or (parts.scheme == "http" and host == "127.0.0.1")
    # What ends up in the content security policy must not be able to say more there than one origin.
    is_plain = re.fullmatch(r"[A-Za-z0-9.\-]+(:\d+)?", parts.netloc) and not (parts.query or parts.fragment)
    if not (is_secure and is_plain) or port == 0 or not parts.path.endswith(".js"):
        raise SettingsError(f"ANALYTICS_SCRIPT_URL is malformed: {address!r} is not like https://host/js/script.js.")
    if not site:
        raise SettingsError(
            "ANALYTICS_SITE_ID is missing: it must hold the site's name or number at the counting service."
        )
    return address, site


def database() -> dict[str, Any]:
    """Returns Django's description of the database; anything but PostgreSQL is refused by name."""
    value = required("DATABASE_URL", "the database's address, such as postgresql://user:password@host:5432/coalition")
    scheme = value.partition(":")[0].lower()
    if scheme not in {"postgres", "postgresql"}:
        raise SettingsError(f"DATABASE_URL names {scheme or 'no database'}: this site needs PostgreSQL 15 or newer.")
    try:
        described = dict(env.db_url_config(value))
    except (ValueError, environ.ImproperlyConfigured):
        described = {}
    if not described.get("NAME"):
        raise SettingsError("DATABASE_URL is malformed: it must look like postgresql://user:password@host:5432/name.")
    described["OPTIONS"] = {**_database_limits(), **described.get("OPTIONS", {})}
    return described


def _database_limits() -> dict[str, Any]:
    """Return how long anything may wait for the database, as libpq's options; the settings are in seconds.

    A statement's own limit is off unless it is set: migrations and imports take as long as they take. The web server
    sets it for itself (deploy/gunicorn.conf.py).
    """
    limits = {
        "statement_timeout": seconds("DATABASE_STATEMENT_TIMEOUT", 0),
        "lock_timeout": seconds("DATABASE_LOCK_TIMEOUT", 10),
        "idle_in_transaction_session_timeout": seconds("DATABASE_IDLE_TRANSACTION_TIMEOUT", 120),
    }
    return {
        "connect_timeout": seconds("DATABASE_CONNECT_TIMEOUT", 5),
        "tcp_user_timeout": seconds("DATABASE_TCP_TIMEOUT", 15) * 1000,
        "options": " ".join(f"-c {name}={limit}s" for name, limit in limits.items()),
    }


def seconds(name: str, default: int) -> int:
    """Return a time limit in whole seconds; 0 means none.

    Raises:
        SettingsError: It isn't a whole number from 0 to 3600.
    """
    value = env.str(name, default="").strip() or str(default)
    if not value.isascii() or not value.isdecimal() or int(value) > 3600:
        raise SettingsError(f"{name} is malformed: {value!r} isn't a number of seconds from 0 to 3600.")
    return int(value)


def is_loopback(address: str) -> bool:
    """Return whether an address of the site is only reached from this machine."""
    return urlsplit(address).hostname in {"127.0.0.1", "::1", "localhost", "testserver"}


def mail_transport(address: str) -> dict[str, Any]:
    """Return Django's description of the outgoing mail server, from ``EMAIL_URL``.

    On this machine alone mail may go to the console, which is the default there. A public site needs a mail server:
    without one nobody gets an alarm or a way back into their account.

    Args:
        address: The public address of the site.

    Raises:
        SettingsError: It is malformed, or a public site has none.
    """
    wanted = "such as smtp+tls://user:password@host:587"
    if is_loopback(address):
        value = env.str("EMAIL_URL", default="consolemail://")
    else:
        value = required("EMAIL_URL", f"the outgoing mail server, {wanted}")
    try:
        described = dict(env.email_url_config(value))
    except (ValueError, KeyError, environ.ImproperlyConfigured):
        described = {}
    if not described.get("EMAIL_BACKEND"):
        raise SettingsError("EMAIL_URL is malformed: it must look like smtp+tls://user:password@host:587.")
    if not described["EMAIL_BACKEND"].endswith("smtp.EmailBackend"):
        if not is_loopback(address):
            raise SettingsError(f"EMAIL_URL names no mail server: a public site needs one, {wanted}.")
        return {"BACKEND": described["EMAIL_BACKEND"]}
    names = {
        "EMAIL_HOST": "host",
        "EMAIL_PORT": "port",
        "EMAIL_HOST_USER": "username",
        "EMAIL_HOST_PASSWORD": "password",
        "EMAIL_USE_TLS": "use_tls",
        "EMAIL_USE_SSL": "use_ssl",
    }
    options = {option: described[key] for key, option in names.items() if described.get(key)}
    if not options.get("host"):
        raise SettingsError(f"EMAIL_URL names no host: it must look like {wanted.removeprefix('such as ')}.")
    return {"BACKEND": described["EMAIL_BACKEND"], "OPTIONS": {**options, "timeout": MAIL_TIMEOUT_SECONDS}}


def caches() -> dict[str, dict[str, Any]]:
    """Return Django's description of the caches.

    What is in the first can be found out again at any time, so each process keeps its own. Rate limits are counted in
    the second, which every process has to share: in a table of the database, or in the Redis or Valkey of ``CACHE_URL``.

    Raises:
        SettingsError: ``CACHE_URL`` is malformed, or names something that processes don't share.
    """
    value = env.str("CACHE_URL", default="").strip()
    counters: dict[str, Any] = {"BACKEND": "limits.counters.DatabaseCounterCache", "LOCATION": "limits_counter"}
    if value:
        counters = {
            "BACKEND": "limits.counters.RedisCounterCache",
            "LOCATION": _redis_address(value),
            "KEY_PREFIX": "coalition",
            "OPTIONS": {"socket_connect_timeout": CACHE_TIMEOUT_SECONDS, "socket_timeout": CACHE_TIMEOUT_SECONDS},
        }
    return {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}, "counters": counters}


def _redis_address(value: str) -> str:
    """Return the address of a Redis or Valkey server as its client writes it."""
    scheme, separator, rest = value.partition("://")
    schemes = {"redis": "redis", "rediscache": "redis", "valkey": "redis", "rediss": "rediss", "valkeys": "rediss"}
    if scheme.lower() not in schemes or not separator:
        raise SettingsError(
            f"CACHE_URL names {scheme or 'nothing'}: it must be a Redis or Valkey that all processes share, "
            "such as redis://host:6379/1."
        )
    try:
        parts = urlsplit(f"{schemes[scheme.lower()]}://{rest}")
        is_address = bool(parts.hostname) and parts.port != 0 and re.fullmatch(r"/?\d*", parts.path)
    except ValueError:
        is_address = None
    if not is_address:
        raise SettingsError("CACHE_URL is malformed: it must look like redis://host:6379/1.")
    return parts.geturl()


def count(name: str, default: int, most: int) -> int:
    """Return a setting that is a whole number.

    Args:
        name: The environment variable.
        default: Its value where it isn't set.
        most: The largest that makes sense.

    Raises:
        SettingsError: It isn't a whole number from 0 to the largest.
    """
    value = env.str(name, default="").strip() or str(default)
    if not value.isascii() or not value.isdecimal() or len(value) > 12 or int(value) > most:
        raise SettingsError(f"{name} is malformed: {value!r} isn't a number from 0 to {most}.")
    return int(value)


def admin_path() -> str:
    """Return the path of the admin with a slash at its end, such as ``admin/``.

    Raises:
        SettingsError: It isn't one word, or something else of the site has that address.
    """
    value = env.str("ADMIN_PATH", default="").strip().strip("/") or "admin"
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,40}", value):
        raise SettingsError(f"ADMIN_PATH is malformed: {value!r} isn't one word of small letters, digits and hyphens.")
    if value in TAKEN_PATHS:
        raise SettingsError(f"ADMIN_PATH can't be {value!r}: something else of the site has that address.")
    return f"{value}/"


def admin_host() -> str:
    """Return the only host at which the admin answers, with its port if it has one; empty for every host.

    Raises:
        SettingsError: It isn't a host name.
    """
    value = env.str("ADMIN_HOST", default="").strip().lower()
    if value and not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?", value):
        raise SettingsError(f"ADMIN_HOST is malformed: {value!r} isn't a host name such as desk.example.org.")
    return value


def rates_are_limited(address: str) -> bool:
    """Return whether rate limits hold: always on a public site, on this machine unless ``RATE_LIMITS`` is off.

    Args:
        address: The public address of the site.

    Raises:
        SettingsError: It is malformed.
    """
    value = env.str("RATE_LIMITS", default="").strip().lower() or "true"
    if value not in {"true", "false"}:
        raise SettingsError(f"RATE_LIMITS is malformed: {value!r} is neither true nor false.")
    return value == "true" or not is_loopback(address)
