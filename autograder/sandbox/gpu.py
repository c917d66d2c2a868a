"""Seats on the GPUs of this machine: each is taken by one container at a time."""

import fcntl
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from autograder.errors import SandboxGone


class GpuSeat:
    """One container's right to use a GPU, kept by a file lock, so that it dies with its holder."""

    def __init__(self, gpu: str, descriptor: int) -> None:
        self.gpu = gpu
        self._descriptor = descriptor

    @classmethod
    def taken(cls, gpus: Sequence[str], per_gpu: int) -> Self:
        """Take a free seat, the emptiest GPUs first; raises SandboxGone when there is none."""
        for number in range(per_gpu):
            for gpu in gpus:
                place = Path(tempfile.gettempdir(), f"autograder-{os.geteuid()}-gpu{gpu}-{number}")
                descriptor = os.open(place, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    os.close(descriptor)
                    continue
                return cls(gpu, descriptor)
        raise SandboxGone(
            f"Every GPU of course.toml ({', '.join(gpus)}) is taken by another run of grading. "
            f"Wait for it to end, or grade with --device cpu."
        )

    def leave(self) -> None:
        """Give the seat up."""
        os.close(self._descriptor)
