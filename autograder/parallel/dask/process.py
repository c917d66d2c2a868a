"""A process on a Dask worker that grades for one run, as the processes of `pool` do here.

Dask's own process must not: it lives for many runs, while Python keeps the modules of the first;
its tasks run in a thread, which nothing can end; and the nanny watches its memory.
"""

import os
import pickle
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from autograder.parallel.job import serve
from autograder.parallel.startup import start_quickly
from autograder.worker.allocator import keep_freed_memory

# A grader that was killed cannot send its processes away; one that lives asks them sooner.
IDLE_SECONDS = 15


class Seat:
    """Our end of such a process: it prepares for the pickled Job, then waits for items."""

    def __init__(self, job: bytes) -> None:
        self.pipe, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", __name__, str(theirs.fileno())],
                # It ends when this pipe does: when Dask's worker has ended, however it did.
                stdin=subprocess.PIPE,
                stdout=sys.__stderr__.fileno() if sys.__stderr__ else None,
                # The keys of Dask's connections are none of its business.
                env={k: v for k, v in os.environ.items() if not k.startswith("DASK_")},
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        with suppress(OSError):  # of its death the pipe will tell
            self.pipe.send_bytes(job)

    @property
    def alive(self) -> bool:
        """Say whether the process can be asked."""
        return self._process.poll() is None

    def give(self, item: bytes) -> None:
        """Return a pickled item; when the process cannot take it, the pipe tells of its death."""
        with suppress(OSError):
            self.pipe.send_bytes(item)

    def kill(self) -> None:
        """Kill the process and what it has started, which is in its session."""
        if self.alive:
            with suppress(OSError):  # it has just ended
                os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> int:
        """Kill the process, wait for its end, and return its exit code."""
        self.kill()
        code = self._process.wait()
        self.pipe.close()
        if self._process.stdin is not None:
            self._process.stdin.close()
        return code


def main(descriptor: int) -> None:
    """Serve the Dask worker that has started this process."""
    start_quickly()
    keep_freed_memory()
    threading.Thread(target=_end_with_worker, daemon=True).start()
    with Connection(descriptor) as pipe:
        serve(pipe, lambda: pickle.loads(pipe.recv_bytes()), IDLE_SECONDS)


def _end_with_worker() -> None:
    os.read(sys.stdin.fileno(), 1)
    # Its session too: a sandbox that is just starting would notice only seconds later.
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main(int(sys.argv[1]))
