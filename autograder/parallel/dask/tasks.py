"""What Dask runs on a worker: it seats a process for a run of grading, gives it items, ends it.

Scheduler and worker import this file, but neither torch nor any file of a course; what they pass
on is bytes to them.
"""

from distributed import get_worker

from autograder.parallel.dask.process import Seat

LOOK_SECONDS = 0.25

# What became of a task, and what comes with it: "said" the pickled words of the process, "died"
# its exit code; "gone", when it had ended before it could take the item, and "ended", when
# the run wants it no more, come with nothing.
Answer = tuple[str, bytes | int]

# By name, the processes on this worker: one for each run that is using it.
_seats: dict[str, Seat] = {}


def sit(name: str, job: bytes) -> Answer:
    """Begin a process of this name, which prepares for the pickled job; give its first words."""
    for other in [other for other, seat in _seats.items() if not seat.alive]:
        leave(other)  # left by graders that were killed
    _seats[name] = Seat(job)
    return _heard(name)


def work(name: str, item: bytes) -> Answer:
    """Let the process of this name work on a pickled item; give what it says of it.

    A name that was never heard here means that Dask tries again what its worker died over.
    """
    if name not in _seats:
        return "died", 0
    if not _seats[name].alive:
        leave(name)
        return "gone", 0
    _seats[name].give(item)
    return _heard(name)


def leave(name: str) -> None:
    """End the process of this name, if there is one."""
    seat = _seats.pop(name, None)
    if seat is not None:
        seat.end()


def _heard(name: str) -> Answer:
    """Wait for the words of a process; end it when Dask has cancelled the task or its worker."""
    worker, seat = get_worker(), _seats[name]
    task = worker.state.tasks.get(worker.get_current_task())
    while not seat.pipe.poll(LOOK_SECONDS):
        unwanted = task is None or task.state == "cancelled"
        if unwanted or worker.status.name not in ("running", "paused"):
            leave(name)
            return "ended", 0
    try:
        return "said", seat.pipe.recv_bytes()
    except (EOFError, OSError):
        del _seats[name]
        return "died", seat.end()
