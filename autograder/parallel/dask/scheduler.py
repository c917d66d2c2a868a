"""A Dask scheduler that runs already, and goes on running."""

from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from distributed import Client

from autograder.errors import SandboxGone
from autograder.parallel.dask.base import Way
from autograder.parallel.dask.connection import quietly

CONNECT_SECONDS = 10


@dataclass
class GivenScheduler:
    """The workers of a scheduler that somebody else has begun."""

    client: Any
    address: str
    most: int
    resources: dict[str, float]

    def tend(self, _present: Set[str]) -> None:
        """Leave its workers to who began them."""

    def absence(self) -> str:
        """Say how to begin a worker."""
        said = "".join(f' --resources "{n}={v:g}"' for n, v in self.resources.items())
        return (
            f"Begin some for the scheduler: `dask worker {self.address} --nworkers N --nthreads "
            f"1{said}`."
        )


@contextmanager
def given_scheduler(address: str, most: int, resources: dict[str, float]) -> Iterator[Way]:
    """Return the workers of the scheduler at `address`; raises SandboxGone when none answers.

    The keys of tls:// are those of Dask's own settings.
    """
    with quietly({}):
        try:
            client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            raise SandboxGone(
                f"No Dask scheduler answers at {address} ({error}). Start one with `dask "
                f"scheduler`, or fix `address` in [cluster] of course.toml or --cluster."
            ) from error
        with client:
            yield GivenScheduler(client, address, most, resources)
