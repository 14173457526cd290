"""Loops as real processes, from one that has loaded Django: ``python -m tests.schedule.forking COUNT KILLS SKEW LOOP``.

Keeps COUNT processes of a LOOP, such as ``schedule.clock.scheduler``, running until its input is closed, and kills one of them with -9 at random instants, KILLS times;
prints a line when they run, and one when the killing is done. Their machine's clock is SKEW seconds ahead: time-machine
moves ``time.time`` and all that is built on it before the scheduler starts, and leaves the database's clock alone.
"""

import importlib
import os
import random
import select
import signal
import sys
import time

import django
import time_machine


def start(skew: float, loop: str) -> int:
    """Starts a loop; returns its process id."""
    from django.db import connections

    from publishing.wake import Stop

    run = importlib.import_module(loop).run

    connections.close_all()
    child = os.fork()
    if child:
        return child
    os.dup2(2, 1)  # their log lines are not for the pipe
    if skew:
        time_machine.travel(time.time() + skew, tick=True).start()
    stop = Stop()
    signal.signal(signal.SIGTERM, stop.set)
    run(stop)
    os._exit(0)


def main(count: int, kills: int, skew: float, loop: str) -> None:
    """Runs the loops."""
    django.setup()
    chance = random.Random(20190323)
    children = [start(skew, loop) for _ in range(count)]
    print("running", flush=True)
    for _ in range(kills):
        time.sleep(chance.uniform(0.02, 0.3))
        victim = children.pop(0)
        os.kill(victim, signal.SIGKILL)
        os.waitpid(victim, 0)
        children.append(start(skew, loop))
    print("killed", flush=True)
    select.select([sys.stdin], [], [])
    for child in children:
        os.kill(child, signal.SIGTERM)
    sys.exit(max(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), sys.argv[4])
