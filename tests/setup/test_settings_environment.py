"""A start with a wrong environment ends with one clear line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from local import postgres

ROOT = Path(__file__).parents[2]
GOOD = {
    "DJANGO_SECRET_KEY": "x" * 50,
    "SITE_URL": "https://example.org",
    "DATABASE_URL": "postgresql://user:password@db.example.org:5432/coalition",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "DJANGO_SETTINGS_MODULE": "coalition.settings.production",
}


def run(code: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Run code in a process that has such an environment."""
    environment = {"PATH": os.environ["PATH"], **GOOD, **changes}
    environment = {name: value for name, value in environment.items() if value is not None}
    command = [sys.executable, "-c", f"import django; django.setup(); from django.conf import settings\n{code}"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


def start(**changes: str | None) -> subprocess.CompletedProcess[str]:
    return run("print(settings.ALLOWED_HOSTS, settings.DEBUG)", **changes)


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
    code = "print(settings.RATELIMIT_ENABLE, settings.SECOND_FACTOR_REQUIRED)"
    here = "http://127.0.0.1:8000"
    assert run(code, RATE_LIMITS="false").stdout == "True True\n"
    assert run(code, RATE_LIMITS="false", SITE_URL=here).stdout == "False False\n"
    assert run(code, SITE_URL="http://localhost:8000").stdout == "True False\n"


FREE = """
from coalition.settings import environment
from django.urls import get_resolver
first = {str(item.pattern).strip("^").split("/")[0] for item in get_resolver().url_patterns}
first = {name for name in first if name.isalpha()} | {code for code, _name in settings.LANGUAGES}
print(sorted(first - environment.TAKEN_PATHS - {"admin"}))
"""


def test_no_address_of_the_site_is_free_for_the_admin() -> None:
    assert run(FREE).stdout == "[]\n"


ASK = """
from django.test import Client
for host, path in (("localhost", "/desk/login/"), ("testserver", "/desk/login/"), ("localhost", "/desk/")):
    answer = Client(raise_request_exception=False).get(path, headers={"host": host})
    print(answer.status_code, answer.headers.get("Location"))
print(settings.WAGTAILADMIN_BASE_URL)
"""


def test_the_admin_lives_at_its_own_path_and_host(db: None) -> None:
    url = postgres.server("test-postgres", fast=True).url(str(connection.settings_dict["NAME"]))
    elsewhere = {"ADMIN_PATH": "desk", "ADMIN_HOST": "localhost", "SITE_URL": "http://testserver", "DATABASE_URL": url}
    result = run(ASK, DJANGO_SETTINGS_MODULE="coalition.settings.test", **elsewhere)
    assert result.stdout.splitlines() == [
        "200 None",
        "404 None",
        "302 /desk/login/?next=/desk/",
        "http://localhost",
    ], result.stderr


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
        ({"ADMIN_PATH": "a/b"}, "ADMIN_PATH is malformed"),
        ({"ADMIN_PATH": "Desk"}, "ADMIN_PATH is malformed"),
        ({"ADMIN_PATH": ".*"}, "ADMIN_PATH is malformed"),
        ({"ADMIN_PATH": "en"}, "ADMIN_PATH can't be 'en'"),
        ({"ADMIN_PATH": "/preview/"}, "ADMIN_PATH can't be 'preview'"),
        ({"ADMIN_HOST": "https://desk.example.org"}, "ADMIN_HOST is malformed"),
        ({"ADMIN_HOST": "desk example"}, "ADMIN_HOST is malformed"),
        ({"RATE_LIMITS": "perhaps"}, "RATE_LIMITS is malformed"),
    ],
    ids=str,
)
def test_a_wrong_one_says_so_in_one_line(changes: dict[str, str | None], said: str) -> None:
    result = start(**changes)
    assert result.returncode == 2, result.stderr
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
