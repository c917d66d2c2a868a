"""A Dask cluster as grading sees it, whichever way it was had."""

from collections.abc import Set
from typing import Any, Protocol


class Way(Protocol):
    """Workers, there or still to come, and the client by which they are asked.

    `most` is how many of them may be used, 0 for all; `resources` is what a worker must have.
    """

    client: Any
    most: int
    resources: dict[str, float]

    def tend(self, present: Set[str]) -> None:
        """Replace workers that are gone for good, given the names of those that are there.

        Raises SandboxGone when none will ever come.
        """

    def absence(self) -> str:
        """Say, as a sentence with a remedy, where to look when no worker comes."""
