"""Dask workers on this machine, begun for one run of grading."""

import logging
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from distributed import Client, LocalCluster

from autograder.errors import SandboxGone
from autograder.parallel.dask.base import Way
from autograder.parallel.dask.connection import begun_here, quietly
from autograder.parallel.worker import uninterrupted
from autograder.storage.scratch import own_folder


@dataclass
class LocalWorkers:
    """Workers on this machine, which Dask's nannies begin again when they die."""

    client: Any
    most: int
    resources: dict[str, float]

    def tend(self, _present: Set[str]) -> None:
        """Leave that to the nannies."""

    def absence(self) -> str:
        """Say what keeps processes from starting."""
        return "Look for free memory on this machine, or grade without --cluster."


@contextmanager
def local_workers(count: int, resources: dict[str, float]) -> Iterator[Way]:
    """Begin `count` workers here, and end them afterwards; raises SandboxGone."""
    with own_folder() as folder, quietly(begun_here()):
        try:
            with uninterrupted():  # else Ctrl-C in the terminal would reach the workers too
                cluster = LocalCluster(
                    n_workers=count,
                    threads_per_worker=1,
                    processes=True,
                    host="127.0.0.1",
                    protocol="tls://",
                    dashboard_address=None,
                    memory_limit=0,  # what grades is not Dask's process, and has its own limits
                    local_directory=str(folder),
                    resources=resources or None,
                    silence_logs=logging.CRITICAL,
                )
        except (OSError, RuntimeError) as error:
            raise SandboxGone(
                f"Dask cannot begin workers on this machine ({error}). Look for free memory, or "
                f"grade without --cluster."
            ) from error
        with cluster, Client(cluster, set_as_default=False) as client:
            yield LocalWorkers(client, count, resources)
