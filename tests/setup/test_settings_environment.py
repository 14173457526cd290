"""A start with a wrong environment ends with one clear line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GOOD = {
    "DJANGO_SECRET_KEY": "x" * 50,
    "SITE_URL": "https://example.org",
    "DATABASE_URL": "postgresql://user:password@db.example.org:5432/coalition",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "DJANGO_SETTINGS_MODULE": "coalition.settings.production",
}


def said_by(expression: str, **changes: str | None) -> str:
    return start(expression, **changes).stdout.strip()


def start(
    expression: str = "settings.ALLOWED_HOSTS, settings.DEBUG", **changes: str | None
) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], **GOOD, **changes}
    environment = {name: value for name, value in environment.items() if value is not None}
    code = f"import django; django.setup(); from django.conf import settings; print({expression})"
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_a_right_environment_starts() -> None:
    result = start()
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "['example.org'] False"


def test_on_this_machine_alone_no_mail_server_is_needed() -> None:
    result = start(SITE_URL="http://127.0.0.1:8000", EMAIL_URL=None)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    "address", ["redis://host", "rediscache://host:6379/1", "rediss://u:p@host/0", "valkey://host/2"]
)
def test_a_shared_cache_is_taken(address: str) -> None:
    result = start(CACHE_URL=address)
    assert result.returncode == 0, result.stderr


def test_on_a_public_site_limits_and_second_factor_stay_on() -> None:
    code = "settings.RATELIMIT_ENABLE, settings.SECOND_FACTOR_REQUIRED"
    assert said_by(code, RATE_LIMITS="false") == "True True"
    assert said_by(code, RATE_LIMITS="false", SITE_URL="http://127.0.0.1:8000") == "False False"
    assert said_by(code, SITE_URL="http://localhost:8000") == "True False"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"DJANGO_SECRET_KEY": None}, "DJANGO_SECRET_KEY is missing"),
        ({"DJANGO_SECRET_KEY": "short"}, "DJANGO_SECRET_KEY is too short"),
        ({"SITE_URL": None}, "SITE_URL is missing"),
        ({"SITE_URL": "example.org"}, "SITE_URL is malformed"),
        ({"SITE_URL": "https://example.org/path"}, "SITE_URL is malformed"),
        ({"SITE_URL": "https://[bad"}, "SITE_URL is malformed"),
        ({"DATABASE_URL": None}, "DATABASE_URL is missing"),
        ({"DATABASE_URL": "sqlite:///db.sqlite3"}, "DATABASE_URL names sqlite"),
        ({"DATABASE_URL": "mysql://u@h/d"}, "DATABASE_URL names mysql"),
        ({"DATABASE_URL": "postgresql://"}, "DATABASE_URL is malformed"),
        ({"DATABASE_URL": "postgresql://u@host:port/d"}, "DATABASE_URL is malformed"),
        ({"DATABASE_LOCK_TIMEOUT": "10s"}, "DATABASE_LOCK_TIMEOUT is malformed"),
        ({"DATABASE_STATEMENT_TIMEOUT": "-1"}, "DATABASE_STATEMENT_TIMEOUT is malformed"),
        ({"DATABASE_CONNECT_TIMEOUT": "9" * 30}, "DATABASE_CONNECT_TIMEOUT is malformed"),
        ({"EMAIL_URL": "nonsense"}, "EMAIL_URL is malformed"),
        ({"EMAIL_URL": "smtp://"}, "EMAIL_URL names no host"),
        ({"EMAIL_URL": None}, "EMAIL_URL is missing"),
        ({"EMAIL_URL": "consolemail://"}, "EMAIL_URL names no mail server"),
        ({"EMAIL_URL": "dummymail://"}, "EMAIL_URL names no mail server"),
        ({"ANALYTICS_SCRIPT_URL": "https://stats.example.org/js/script.js"}, "ANALYTICS_SITE_ID is missing"),
        *(
            ({"ANALYTICS_SCRIPT_URL": address, "ANALYTICS_SITE_ID": "1"}, "ANALYTICS_SCRIPT_URL is malformed")
            for address in (
                "",
                "http://stats.example.org/js/script.js",
                "https://stats.example.org/js/",
                "https://[bad/a.js",
                "https://user@stats.example.org/a.js",
                "https://stats.example.org;script-src *;/a.js",
                "javascript:alert(1)//a.js",
            )
        ),
        ({"CACHE_URL": "nonsense"}, "CACHE_URL names nonsense"),
        ({"CACHE_URL": "locmemcache://"}, "all processes share"),
        ({"CACHE_URL": "filecache:///var/cache"}, "all processes share"),
        ({"CACHE_URL": "dummycache://"}, "all processes share"),
        ({"CACHE_URL": "redis://"}, "CACHE_URL is malformed"),
        ({"CACHE_URL": "redis://host:port/1"}, "CACHE_URL is malformed"),
        ({"CACHE_URL": "redis://host/name"}, "CACHE_URL is malformed"),
        ({"TRUSTED_PROXY_COUNT": "-1"}, "TRUSTED_PROXY_COUNT is malformed"),
        ({"TRUSTED_PROXY_COUNT": "100"}, "TRUSTED_PROXY_COUNT is malformed"),
        ({"TRUSTED_PROXY_COUNT": "٣"}, "TRUSTED_PROXY_COUNT is malformed"),
        ({"RATE_LIMITS": "perhaps"}, "RATE_LIMITS is malformed"),
    ],
    ids=str,
)
def test_a_wrong_one_says_so_in_one_line(changes: dict[str, str | None], said: str) -> None:
    result = start(**changes)
    assert result.returncode == 2, result.stderr
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
