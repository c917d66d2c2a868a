"""What a benchmark ran on."""

import os
import platform
from dataclasses import dataclass

import torch

from benchmarks.checks import processor


@dataclass(frozen=True)
class Machine:
    """Processor, usable cores, and versions that figures depend on."""

    processor: str
    cores: int
    python: str
    torch: str

    @property
    def said(self) -> str:
        """Return it as one line."""
        return f"{self.processor}, {self.cores} cores, Python {self.python}, torch {self.torch}"


def machine() -> Machine:
    """Return this machine."""
    cores = len(os.sched_getaffinity(0))
    return Machine(processor(), cores, platform.python_version(), torch.__version__)
