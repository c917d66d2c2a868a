"""What of the tool itself an outcome of `verify` can rest on: its sources, and the libraries."""

import platform
from importlib.metadata import distributions
from pathlib import Path

import torch

from autograder.course import dependencies
from autograder.course.dependencies import contents_sha256
from autograder.grading.ungraded import versions


def engine_sha256() -> str:
    """Return the hash of all that a verdict can rest on, and of what asks for it here."""
    own = Path(__file__).parent
    return dependencies.engine_sha256() + contents_sha256(own, sorted(own.glob("*.py")))


def libraries() -> list[str]:
    """Return every installed library with its version, and the processor's kind.

    Submissions may import any of them, and equal sums need equal instructions.
    """
    installed = {f"{one.name} {one.version}" for one in distributions()}
    numbers = [f"{name} {version}" for name, version in versions().items()]
    return [
        *sorted(installed),
        *numbers,
        f"imported torch {torch.__version__}",
        platform.machine(),
        torch.backends.cpu.get_cpu_capability(),
    ]
