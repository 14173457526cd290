"""The Debian packages that the tests need: installed by root, named to everybody else."""

import os
import shutil
import subprocess
import sys

# A program, and the packages it comes from: a browser without fonts measures and draws nothing of use.
PACKAGES = {"chromium": ("chromium", "fonts-noto-core"), "xgettext": ("gettext",)}


def main() -> int:
    """Installs what is missing and returns an exit code."""
    missing = [name for program, names in PACKAGES.items() if shutil.which(program) is None for name in names]
    if not missing:
        return 0
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        print(
            f"The tests need these Debian packages: {' '.join(missing)}. Install them, then run this again.",
            file=sys.stderr,
        )
        return 1
    print(f"Installing Debian packages: {' '.join(missing)} …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = subprocess.DEVNULL
    subprocess.call(["apt-get", "update", "-qq"], env=environment, stdout=quiet)
    return subprocess.call(command, env=environment, stdin=quiet, stdout=quiet)


if __name__ == "__main__":
    sys.exit(main())
