"""Prints the environment of the private site as shell lines: `eval "$(python -m local.environment)"`."""

import os
import shlex
import sys

from local import postgres, site

NAMES = ("DATABASE_URL", "DJANGO_SECRET_KEY", "SITE_URL", "COALITION_PRIVATE_DATABASE", "PYTHONPATH")


def main() -> int:
    """Starts the private server unless DATABASE_URL names another, and prints; returns an exit code."""
    try:
        url = os.environ.get("DATABASE_URL") or postgres.ensure(postgres.server())
    except postgres.PostgresError as error:
        print(error, file=sys.stderr)
        return 1
    environment = site.environment_for(url, int(os.environ.get("PORT", "8000")))
    for name in (*NAMES, "DJANGO_SETTINGS_MODULE"):
        if name in environment:
            print(f"export {name}={shlex.quote(environment[name])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
