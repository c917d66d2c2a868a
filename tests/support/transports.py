"""Small things to say about a submission in a sandbox, for the tests of what it may not do."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import docker
import psutil
import pytest
from docker.constants import DEFAULT_UNIX_SOCKET
from docker.errors import NotFound

from autograder.checking.student import Student, StudentCrashed
from autograder.records.cell import CodeCell
from autograder.records.verdict import Cause
from autograder.sandbox.base import Sandbox, SandboxTransport, Stopwatch
from autograder.sandbox.container import LABEL
from autograder.storage.scratch import this_grader

SOCKET = Path(DEFAULT_UNIX_SOCKET.removeprefix("http+unix:"))

VICTIM = """
import torch, os
def echo(x):
    return x
def honest():
    return [torch.equal(torch.ones(2), torch.zeros(2)), os.listdir('/dev/shm'), os.listdir('/tmp')]
"""


def cells_of(*sources: str) -> list[CodeCell]:
    return [CodeCell(f"id{n}", f"cell {n}", source) for n, source in enumerate(sources)]


@contextmanager
def transport_over(
    sandbox: Sandbox, *sources: str, stopwatch: Stopwatch | None = None
) -> Iterator[SandboxTransport]:
    """A transport over cells; afterwards nothing of it runs and the next submission is as ever."""
    before = descendants()
    transport = sandbox.open(cells_of(*sources), stopwatch)
    try:
        yield transport
    finally:
        transport.close()
    assert_unaffected(sandbox)
    wait_until(lambda: descendants() <= before, "a process was left running")


def assert_unaffected(sandbox: Sandbox) -> None:
    transport = sandbox.open(cells_of(VICTIM))
    try:
        assert transport.runs[0].error == ""
        assert ask(transport, "honest") == [False, [], ["notebook"]]
        assert ask(transport, "echo", 7) == 7
    finally:
        transport.close()


def ask(transport: SandboxTransport, name: str, *args: Any) -> Any:
    return Student(transport).call_plain(name, *args)


def crash_of(
    transport: SandboxTransport, cause: Cause, name: str = "attack", *args: Any
) -> StudentCrashed:
    """The crash that a question ends in, once its cause is found to be as expected."""
    with pytest.raises(StudentCrashed) as caught:
        ask(transport, name, *args)
    assert caught.value.cause == cause, caught.value.message
    return caught.value


def own_containers() -> list[str]:
    """The containers of this process, whatever their state."""
    if "autograder.sandbox.docker" not in sys.modules:
        return []  # none can have been made, and Docker may not be there
    if (
        "DOCKER_HOST" not in os.environ
        and not Path(DEFAULT_UNIX_SOCKET[len("http+unix:") :]).exists()
    ):
        return []  # nor where there is no daemon to make one
    with closing(docker.from_env()) as client:
        wanted = {"label": f"{LABEL}={this_grader()}"}
        return [one["Id"] for one in client.api.containers(all=True, filters=wanted)]


def first_processes() -> set[int]:
    """The first process of each container of this process, by its id on the host."""
    found: set[int] = set()
    for container in own_containers():
        with closing(docker.from_env()) as client, suppress(NotFound):
            found.add(client.api.inspect_container(container)["State"]["Pid"])
    return found - {0}


def descendants() -> set[int]:
    """All processes below this one, or in a container of it, that are not yet dead."""
    first = [psutil.Process(pid) for pid in first_processes() if psutil.pid_exists(pid)]
    below = [one for root in (psutil.Process(), *first) for one in root.children(recursive=True)]
    return {one.pid for one in (*first, *below) if is_alive(one.pid)}


def is_alive(pid: int) -> bool:
    """Say whether a process runs; one that nobody has asked for its end does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_until(condition: Callable[[], bool], otherwise: str, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.01)
