"""A sandbox for the whole run: starting one takes seconds, a submission in it milliseconds."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from autograder.course import Limits
from autograder.errors import SandboxError
from autograder.sandbox import Sandbox, open_sandbox

ROOT = Path(__file__).parent.parent
# What no student may find: it stands in the grader's environment and memory.
SECRET = "SECRET-" + os.urandom(16).hex()


def opened(limits: Limits) -> Iterator[Sandbox]:
    data = ROOT / "assignments" / "pixelcnn"
    with ExitStack() as stack:
        try:
            sandbox = stack.enter_context(open_sandbox("bubblewrap", limits, data))
        except SandboxError as error:
            pytest.skip(str(error))
        yield sandbox


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """The sandbox as a course has it by default."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_SECRET", SECRET)
        yield from opened(Limits())


@pytest.fixture(scope="session")
def tight_sandbox() -> Iterator[Sandbox]:
    """A sandbox whose every limit is met within seconds."""
    limits = Limits(
        wall_seconds=60, call_seconds=4, cpu_seconds=2, memory_mb=256, disk_mb=8, output_kb=4
    )
    yield from opened(limits)
