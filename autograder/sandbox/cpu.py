"""CPU seconds of this process and of all that it has started, sandboxes included."""

import os

from autograder.sandbox.processes import family, processes


def cpu_seconds() -> float:
    """Give user and system seconds of this process and its descendants, dead ones included.

    What has died counts once its parent has waited for it. Wall time would count waiting, and what
    other programs do.
    """
    running = processes()
    own = family([os.getpid()], running)
    return sum(running[pid].seconds for pid in own & running.keys())
