"""Makes `.venv` and installs a requirements file into it, unless that is done already.

python local/install.py requirements-local.txt
"""

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"


def fingerprint(requirements: Path) -> str:
    """Returns a text that changes when the requirements or the interpreter change."""
    return f"{sys.version_info.major}.{sys.version_info.minor} {hashlib.sha256(requirements.read_bytes()).hexdigest()}"


def main(name: str) -> int:
    """Installs the packages.

    Args:
        name: The requirements file, relative to the project.

    Returns:
        An exit code.
    """
    requirements = ROOT / name
    stamp, wanted = VENV / f".installed-{requirements.stem}", fingerprint(requirements)
    python = VENV / "bin" / "python"
    if stamp.exists() and stamp.read_text() == wanted and python.exists():
        return 0
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if not python.exists() or not (VENV / "lib" / f"python{version}").exists():
        print(f"Making a virtual environment with Python {version} …", flush=True)
        if code := subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]):
            return code
    print(f"Installing {name} (a minute or so the first time) …", flush=True)
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    if code := subprocess.call([*command, "-r", str(requirements)]):
        print(f"The packages of {name} could not be installed: see pip's lines above.", file=sys.stderr)
        return code
    stamp.write_text(wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
