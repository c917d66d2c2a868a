"""The warm process: imports all that notebooks need once, then forks a child for each job.

It stands inside an outer wall and holds no secret, since a child sees all of its memory.
"""

import gc
import os
import signal
import site
import socket
from contextlib import suppress
from pathlib import Path
from types import FrameType

import msgpack
import torch
from matplotlib import pyplot

from autograder.worker import environment, jail, notebook, seccomp
from autograder.worker.allocator import keep_freed_memory, use_huge_pages
from autograder.worker.compat import load_torchvision
from autograder.worker.compiler import let_compiler_sleep
from autograder.worker.placement import use_exact_sums
from autograder.worker.supervise import supervise

LONGEST_JOB = 1 << 12


def warm_up(*, shared: bool = False) -> bytes:
    """Do once what every child would else do for itself; returns their system call filter.

    `shared`, that children see the same network and clocks as one another.
    """
    keep_freed_memory()
    let_compiler_sleep()
    _rehearse()
    use_exact_sums()
    program = seccomp.compiled_filter(shared=shared)
    gc.collect()
    gc.freeze()
    use_huge_pages()
    jail.be_undumpable()
    _require_one_thread()
    return program


def run(control: socket.socket, program: bytes) -> None:
    """Fork a child for each job from the control socket until it is closed."""
    signal.signal(signal.SIGCHLD, _reap)
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, LONGEST_JOB, 2)
        if not message:
            return
        _fork(control, message, descriptors, program)


def _fork(control: socket.socket, message: bytes, descriptors: list[int], program: bytes) -> None:
    wire, status = descriptors
    job = msgpack.unpackb(message)
    _require_one_thread()
    # Without either the container is for this job alone, and ends with it. Its first process
    # supervises, since that is the one which no other in there can kill.
    if not (job["namespaces"] or job["roots"]) or os.fork() == 0:
        control.close()
        supervise(job, wire, status, program)
    for descriptor in descriptors:
        os.close(descriptor)


def _rehearse() -> None:
    """Import and use what notebooks do, without a thread and without a GPU."""
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    for function in (site.setquit, site.setcopyright, site.sethelper):
        function()  # exit, quit and help, which -S leaves out
    load_torchvision()
    model = torch.nn.Sequential(torch.nn.Conv2d(1, 4, 3), torch.nn.Flatten(), torch.nn.Linear(4, 2))
    optimiser = torch.optim.Adam(model.parameters())
    with torch.no_grad():
        model(torch.zeros(2, 1, 3, 3)).softmax(-1)
    for parameter in model.parameters():  # no backward: the engine may start threads
        parameter.grad = torch.zeros_like(parameter)
    optimiser.step()
    figure, axes = pyplot.subplots()
    axes.imshow([[0.0, 1.0]])
    axes.set_title("warm")
    figure.savefig(os.devnull, format="png")
    pyplot.close(figure)
    environment.install()
    notebook.warm_up()


def _require_one_thread() -> None:
    """Raise RuntimeError when there are threads: a fork would leave their locks held for ever."""
    count = len(list(Path("/proc/self/task").iterdir()))
    if count != 1:
        raise RuntimeError(f"the warm process has {count} threads, and forks safely only with one")


def _reap(_signal: int, _frame: FrameType | None) -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0] != 0:
            pass
