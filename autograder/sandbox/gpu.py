"""Seats on the GPUs of this machine: each is taken by one container at a time."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from autograder.errors import SandboxGone
from autograder.storage.file_lock import file_lock

# Slurm's own numbers come first: inside a job, CUDA's may count from 0 again, while the Docker
# daemon stands outside of it.
_OF_A_JOB = ("SLURM_STEP_GPUS", "SLURM_JOB_GPUS", "CUDA_VISIBLE_DEVICES")


def gpus_of_job(configured: Sequence[str]) -> list[str]:
    """Return the GPUs that were given to the job this process is in, else those configured."""
    for name in _OF_A_JOB:
        given = [gpu.strip() for gpu in os.environ.get(name, "").split(",") if gpu.strip()]
        if given:
            return given
    return list(configured)


class GpuSlot:
    """One container's right to use a GPU, kept by a file lock, so that it dies with its holder."""

    def __init__(self, gpu: str, lock: FileLock) -> None:
        self.gpu = gpu
        self._lock = lock

    @classmethod
    def taken(cls, gpus: Sequence[str], per_gpu: int) -> Self:
        """Take a free seat, the emptiest GPUs first; raises SandboxGone when there is none."""
        for number in range(per_gpu):
            for gpu in gpus:
                place = Path(tempfile.gettempdir(), f"autograder-{os.geteuid()}-gpu{gpu}-{number}")
                lock = file_lock(place, 0o600)
                try:
                    lock.acquire(blocking=False)
                except Timeout:
                    continue
                return cls(gpu, lock)
        raise SandboxGone(
            f"Every GPU of course.toml ({', '.join(gpus)}) is taken by another run of grading. "
            f"Wait for it to end, or grade with --device cpu."
        )

    def leave(self) -> None:
        """Return the seat up."""
        self._lock.release()
