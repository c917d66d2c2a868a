"""Which Dask cluster a course is graded on, and the work shared among its workers."""

import os
import pickle
import signal
from collections import deque
from collections.abc import Generator, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from autograder.course.config import Course
from autograder.errors import CourseError, SandboxGone
from autograder.parallel.job import Job
from autograder.parallel.pool import Began, Died, Done
from autograder.parallel.worker import Item
from autograder.sandbox.walls import settled_device
from autograder.text.decoding import decoded

__all__ = ["Cluster", "cluster_of"]


@dataclass(frozen=True)
class Cluster:
    """A Dask cluster that a course is graded on: `kind` as in course.toml, and its address."""

    course: Course
    kind: str
    address: str
    device: str

    def events_of(
        self, jobs: int, job: Job, items: Iterable[Item], tries: int
    ) -> Generator[Began[Item] | Done[Item, Any] | Died[Item], None, None]:
        """Tell what happens to each item, as it happens, on `jobs` workers, 0 for all there are.

        As `pool.events_of`, whose `job` and results these are. Nothing is begun for no items.
        Raises SandboxGone when no workers can be had, or no more.
        """
        waiting = deque((item, tries) for item in items)
        if not waiting:
            return
        with self._way(jobs) as way:
            wait_seconds = self.course.cluster.wait_seconds
            alone = pickle.dumps(job.given(None))  # what stands beside is on this machine
            crew = _door("workers").DaskPool(way, alone, waiting, wait_seconds)
            try:
                yield from crew.events()
            finally:
                crew.end()

    def workers(self, asked: int) -> int:
        """Return how many are to grade at once: as asked, else as course.toml says.

        0 is all that a scheduler has, or one per core here. Raises CourseError when it is not said
        how many jobs to ask of Slurm.
        """
        count = asked or self.course.cluster.workers
        if self.kind == "slurm" and not count:
            raise CourseError(
                f"{self.course.root / 'course.toml'}: [cluster] does not say how many workers to "
                f"ask of Slurm. Add workers, or give --jobs."
            )
        return count

    def _way(self, jobs: int) -> AbstractContextManager[Any]:
        resources = {"GPU": 1.0} if self.device == "cuda" else {}
        if self.kind == "local":
            return _door("local").local_workers(jobs, resources)  # type: ignore[no-any-return]
        if self.kind == "slurm":
            options, unsent = self.course.cluster, self.course.secret.env
            return _door("slurm").slurm_jobs(options, jobs, resources, unsent)  # type: ignore[no-any-return]
        return _door("scheduler").given_scheduler(self.address, jobs, resources)  # type: ignore[no-any-return]


def cluster_of(course: Course, asked: str, device: str, sandbox: str) -> Cluster:
    """Return the cluster asked for: "" as course.toml has it, local, slurm or an address.

    Args: `device` and `sandbox`, as asked for. Raises CourseError when course.toml does not say
    enough of it, or when workers on other machines could not read the secret; SandboxError.
    """
    kind = asked or course.cluster.kind
    address = course.cluster.address if kind == "scheduler" else ""
    if "://" in kind:
        kind, address = "scheduler", kind
    if kind == "scheduler" and not address:
        raise CourseError(
            f"{course.root / 'course.toml'}: [cluster] is of kind scheduler, and has no address. "
            f"Add one such as tls://host:8786, or give it with --cluster."
        )
    if kind != "local":
        _require_secret_file(course)
    return Cluster(course, kind, address, _device_there(course, kind, device, sandbox))


def _device_there(course: Course, kind: str, device: str, sandbox: str) -> str:
    """Return "cpu" or "cuda" for `auto`, without a look at this machine if others grade."""
    if kind == "local" or sandbox == "bubblewrap":
        return settled_device(device, sandbox)
    if device == "auto":
        return "cuda" if kind == "slurm" and course.cluster.gpus else "cpu"
    return device


def _require_secret_file(course: Course) -> None:
    """Raise CourseError when the secret stands where only this machine knows it.

    It is never sent: Dask's scheduler, and who may look into it, would have it too.
    """
    given = os.environ.get(course.secret.env, "").strip()
    path = course.root / course.secret.file
    if given and not (path.is_file() and decoded(path.read_bytes()).strip() == given):
        raise CourseError(
            f"The course's secret is in the variable {course.secret.env}, which is not sent to a "
            f"cluster, and {path} does not hold the same. Write it to that file, where the workers "
            f"read it."
        )


def _door(name: str) -> Any:
    """Import a way to a cluster only where it is used: grading on one machine needs none."""
    on_ctrl_c = signal.getsignal(signal.SIGINT)
    try:
        return import_module(f"autograder.parallel.dask.{name}")
    except ModuleNotFoundError as error:
        raise SandboxGone(
            f"Grading on a cluster needs the Python library {error.name}. Install it: pip install "
            f"'dgm-autograder[cluster]'"
        ) from error
    finally:
        # Being imported, dask-jobqueue lets Ctrl-C end the program as if all were done.
        if signal.getsignal(signal.SIGINT) is not on_ctrl_c:
            signal.signal(signal.SIGINT, on_ctrl_c)
