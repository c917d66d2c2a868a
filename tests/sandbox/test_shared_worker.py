"""One warm process for all that grade: it is asked by several, and keeps their students apart."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass

import psutil
import pytest

from autograder.course.options import GradingOptions, Limits
from autograder.sandbox.base import Sandbox, open_sandbox
from autograder.sandbox.bubblewrap import Bubblewrap, WarmWorker
from tests.conftest import DATA
from tests.support.transports import (
    ask,
    cells_of,
    descendants,
    is_alive,
    transport_over,
    wait_until,
)

pytestmark = [pytest.mark.sandbox, pytest.mark.slow, pytest.mark.xdist_group("shared")]

# What one student does while another's process runs, and what of it the other can find.
NOSY = """
import os, signal, socket
with open('/tmp/left', 'w') as file:
    file.write('mine')
line = socket.socket(socket.AF_UNIX)
line.bind('\\0here')
line.listen()
def kill_all():
    refused = 0
    for pid in range(2, 400):
        try:
            os.kill(pid, signal.SIGTERM)
        except (ProcessLookupError, PermissionError):
            refused += 1
    try:
        os.kill(-1, signal.SIGTERM)
    except (ProcessLookupError, PermissionError):
        refused += 1
    return refused
"""
SEES = """
import os, socket
def seen():
    found = [path for path in ('/tmp/left', '/tmp/notebook/left') if os.path.exists(path)]
    try:
        socket.socket(socket.AF_UNIX).connect('\\0here')
        found.append('a socket')
    except OSError:
        pass
    found += [name for name in os.listdir('/proc') if name.isdigit() and int(name) > 2]
    return found
"""


@dataclass(frozen=True)
class Shared:
    """A warm process, and two sandboxes that ask it; `others`, what ran below this one before."""

    worker: Bubblewrap
    boxes: tuple[Sandbox, Sandbox]
    others: set[int]

    def shells(self) -> list[psutil.Process]:
        """Return the living shells that hold the walls of these sandboxes."""
        below = [one for one in psutil.Process().children() if one.pid not in self.others]
        return [one for one in below if one.name() == "sh" and is_alive(one.pid)]

    def warm_processes(self) -> set[int]:
        """Return the processes that wait for jobs: not shells, walls and students."""
        below = (one for one in psutil.Process().children(recursive=True) if is_alive(one.pid))
        warm = {one.pid for one in below if "autograder.worker" in one.cmdline()[-2:]}
        return warm - self.others


@pytest.fixture
def shared() -> Iterator[Shared]:
    others = {one.pid for one in psutil.Process().children(recursive=True)}
    worker = WarmWorker(DATA).server()
    before = descendants()
    with ExitStack() as stack, closing(worker.start()) as line:
        stack.callback(worker.kill)
        boxes = [
            stack.enter_context(
                open_sandbox("bubblewrap", Limits(), DATA, GradingOptions(), warm=lent)
            )
            for lent in (line.dup(), line.dup())
        ]
        yield Shared(worker, (boxes[0], boxes[1]), others)
    wait_until(lambda: descendants() <= before, "a process was left running")


def test_two_that_grade_have_one_warm_process(shared: Shared) -> None:
    first, second = shared.boxes
    with (
        transport_over(first, "def mine(): return 1") as one,
        transport_over(second, "def mine(): return 2") as other,
    ):
        assert (ask(one, "mine"), ask(other, "mine")) == (1, 2)
    assert len(shared.shells()) == 1


def test_students_at_the_same_time_do_not_meet(shared: Shared) -> None:
    first, second = shared.boxes
    with transport_over(first, NOSY) as one, transport_over(second, SEES) as other:
        assert ask(other, "seen") == []
        assert ask(one, "kill_all") > 300  # there is nobody but itself
        assert ask(other, "seen") == []


def test_when_it_dies_each_has_one_of_its_own(shared: Shared) -> None:
    with transport_over(shared.boxes[0], "x = 1"):
        pass
    for pid in shared.warm_processes():
        with suppress(ProcessLookupError):  # the walls around it die with it
            os.kill(pid, signal.SIGKILL)
    for box, number in zip(shared.boxes, (3, 4), strict=True):
        with closing(box.open(cells_of(f"def mine(): return {number}"))) as transport:
            assert ask(transport, "mine") == number
    assert len(shared.shells()) == 2


def test_one_that_does_not_start_is_no_fault_of_anybody() -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    theirs.close()
    with (
        open_sandbox("bubblewrap", Limits(), DATA, GradingOptions(), warm=ours) as box,
        transport_over(box, "def mine(): return 5") as transport,
    ):
        assert ask(transport, "mine") == 5


def test_an_optimiser_leaves_the_compiler_asleep_and_both_work(bubblewrap: Sandbox) -> None:
    source = """
import sys, torch
def steps():
    model = torch.nn.Linear(2, 1)
    optimiser = torch.optim.Adam(model.parameters())
    model(torch.ones(3, 2)).sum().backward()
    optimiser.step()
    return 'torch._dynamo.utils' in sys.modules
def awake():
    from torch._dynamo import config
    return [config.suppress_errors, 'torch._dynamo.utils' in sys.modules]
def library():
    import torchvision
    return 'torch._dynamo.utils' in sys.modules
"""
    with transport_over(bubblewrap, source) as transport:
        assert [ask(transport, "steps"), ask(transport, "library")] == [False, False]
        assert ask(transport, "awake") == [False, True]
