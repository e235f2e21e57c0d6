"""Time and memory of a command: ``python -I -S stopwatch.py COMMAND…`` prints seconds, kilobytes and exit status.

It runs by itself and imports next to nothing, as Linux counts the memory of who starts a command as the command's, too.
"""

import os
import sys
import time


def measure(command: list[str]) -> tuple[float, int, int]:
    """Seconds, the peak memory of the largest process in kilobytes (its children that ended count), and exit status."""
    silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    started = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=silent)
    _, status, usage = os.wait4(child, 0)
    return time.perf_counter() - started, usage.ru_maxrss, os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.stdout.write("{} {} {}".format(*measure(sys.argv[1:])))
