"""CPU seconds of this process and of all that it has started, sandboxes included."""

from contextlib import suppress

import psutil


def cpu_seconds() -> float:
    """Return user and system seconds of this process and its descendants, dead ones included.

    What has died counts once its parent has waited for it. Wall time would count waiting, and what
    other programs do. The kernel's clock ticks, 10 ms mostly, are the resolution.
    """
    own = psutil.Process()
    seconds = 0.0
    for one in (own, *own.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):  # it has just ended
            used = one.cpu_times()
            seconds += used.user + used.system + used.children_user + used.children_system
    return seconds
