"""What 10,000 wrong passwords from 50 networks for 20 names cost the site, and how many of them it evaluates.

    python -m bench.guessing http://127.0.0.1:8000 PID [attempts] [a second]

The site has to run with TRUSTED_PROXY_COUNT=1, so that the networks can be said; PID is the web server's first process.
"""

import collections
import http.client
import json
import re
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ATTEMPTS, NETWORKS, NAMES, A_SECOND = 10_000, 50, 20, 150
LOGIN = "/admin/login/"
TICKS = 100  # of the kernel's clock in a second


def main(address: str, pid: int, attempts: int = ATTEMPTS, a_second: float = A_SECOND) -> dict[str, object]:
    """Guess and return the figures.

    Args:
        address: The site.
        pid: The web server's first process; its children are counted with it.
        attempts: How many passwords.
        a_second: How many of them in a second.
    """
    place = urlsplit(address).netloc
    cookie, token = _form(place)
    statuses: collections.Counter[int] = collections.Counter()
    numbers, lock = iter(range(attempts)), threading.Lock()
    began, used = time.monotonic(), _cpu_seconds(pid)

    def guess() -> None:
        connection = http.client.HTTPConnection(place, timeout=60)
        while (number := next(numbers, None)) is not None:
            time.sleep(max(0.0, began + number / a_second - time.monotonic()))
            headers = {
                "Cookie": f"csrftoken={cookie}",
                "Content-Type": "application/x-www-form-urlencoded",
                "X-Forwarded-For": f"198.51.100.{number % NETWORKS}",
            }
            form = {"login": f"name{number % NAMES}", "password": f"wrong {number}", "csrfmiddlewaretoken": token}
            connection.request("POST", LOGIN, urlencode(form), headers)
            answer = connection.getresponse()
            answer.read()
            with lock:
                statuses[answer.status] += 1

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took, cpu = time.monotonic() - began, _cpu_seconds(pid) - used
    return {
        "attempts": attempts,
        "evaluated": statuses[200],
        "refused": statuses[429],
        "others": attempts - statuses[200] - statuses[429],
        "seconds": round(took, 1),
        "CPU seconds of the site": round(cpu, 1),
        "CPU milliseconds each": round(1000 * cpu / attempts, 2),
    }


def _form(place: str) -> tuple[str, str]:
    """Return the cookie and the token of the form."""
    connection = http.client.HTTPConnection(place, timeout=30)
    connection.request("GET", LOGIN)
    answer = connection.getresponse()
    text = answer.read().decode()
    cookie = re.search(r"csrftoken=(\w+)", str(answer.headers))
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
    if not cookie or not token:
        raise SystemExit(f"There is no sign-in at {place}{LOGIN}.")
    return cookie[1], token[1]


def _cpu_seconds(pid: int) -> float:
    """Return what a process and its children have used."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    total = 0
    for one in (str(pid), *children):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


if __name__ == "__main__":
    _name, site, first, *rest = sys.argv
    print(json.dumps(main(site.rstrip("/"), int(first), *(int(number) for number in rest))))
