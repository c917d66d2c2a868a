"""Starts one student's process in its own namespaces, watches it, and says how it ended."""

import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import msgpack

from autograder.worker import jail, rlimits, roots, seccomp, wire
from autograder.worker.dispatch import seed_everything
from autograder.worker.paths import CODE, DATA, WORKDIR
from autograder.worker.roots import Root
from autograder.worker.serve import serve
from autograder.worker.usage import Gauge

MOST_THREADS = 64
LOOK_SECONDS = 0.1  # how often it is looked what a process has written, where that must be


def supervise(job: Mapping[str, Any], line: int, status: int, program: bytes) -> NoReturn:
    """Run one job to its end and report on it, as a process of its own.

    Args: `job`, its limits: memory_bytes, disk_bytes, cpu_seconds, lifetime_seconds; whether it
    gets `namespaces` of its own, else the folder of `roots`, of which it gets one, "" for none;
    and the `gpu_percent` of a GPU's memory, 0 for no GPU; `line` and `status`, descriptors of the
    student's wire and of the report; `program`, the system call filter.
    """
    report = socket.socket(fileno=status)
    root: Root | None = None
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        if job["namespaces"]:
            jail.die_with_parent()
            jail.enter_namespaces()
        elif job["roots"]:
            jail.die_with_parent()
            root = roots.take(Path(job["roots"]))
        ending = _run(job, line, report, program, root)
    except BaseException as error:  # the last frame of the process: the grader has to hear of it
        ending = {"why": "fault", "text": f"{type(error).__name__}: {error}"}
    with suppress(OSError):  # the grader may have hung up
        report.send(msgpack.packb(ending))
    report.close()
    if root is not None:  # once nobody waits: it may take its time
        root.leave()
    os._exit(0)


def _run(
    job: Mapping[str, Any], line: int, report: socket.socket, program: bytes, root: Root | None
) -> dict[str, Any]:
    """Start the student's process, watch it, and return how it ended."""
    gauge = Gauge()
    child = os.fork()
    if child == 0:
        _become_student(job, line, program, root)
    os.close(line)
    ending = _watched(child, report, job, gauge, root)
    if root is not None:
        roots.end_all_of(root.user)
    return ending


def _watched(
    child: int, report: socket.socket, job: Mapping[str, Any], gauge: Gauge, root: Root | None
) -> dict[str, Any]:
    """Answer what the grader asks of the child until that ends, reap it, and return the ending."""
    killed_before = gauge.memory_kills()
    has_too_much = partial(root.holds_more_than, job["disk_bytes"]) if root else None
    why = _watch(child, report, job["lifetime_seconds"], gauge, has_too_much)
    _, status, usage = os.wait4(child, 0)
    killed = gauge.memory_kills()
    return {
        "why": why,
        "code": os.waitstatus_to_exitcode(status),
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        # With a limit of its own, a process that the kernel ends has not taken too much memory.
        "out_of_memory": job["gpu_percent"] > 0 and (killed is None or killed != killed_before),
    }


def _watch(
    child: int,
    report: socket.socket,
    seconds: int,
    gauge: Gauge,
    has_too_much: Callable[[], bool] | None,
) -> str:
    """Wait for the child, the clock, the grader hanging up, or too much on the disk where that has
    no limit of its own, and kill; says which it was.
    """
    watched = os.pidfd_open(child)
    poll = select.poll()
    poll.register(watched, select.POLLIN)
    poll.register(report, select.POLLIN | select.POLLHUP)
    deadline = time.monotonic() + seconds
    while True:
        left = max(0.0, deadline - time.monotonic())
        events = dict(poll.poll(1000 * (min(left, LOOK_SECONDS) if has_too_much else left)))
        if watched in events:
            return "ended"
        if has_too_much and has_too_much():
            os.kill(child, signal.SIGKILL)
            return "disk"
        if has_too_much and not events and left > LOOK_SECONDS:
            continue
        if not events or not _answered(child, watched, report, gauge):
            # It is PID 1 of its namespace: all that it ever started dies with it.
            os.kill(child, signal.SIGKILL)
            return "hung_up" if events else "lifetime"


def _answered(child: int, watched: int, report: socket.socket, gauge: Gauge) -> bool:
    """Answer the grader's question for a reading; False when it has hung up instead.

    Raises OSError when a process that still runs cannot be read.
    """
    with suppress(OSError):
        if not report.recv(1):
            return False
    try:
        reading = gauge.read(child)
    except OSError:
        if select.select([watched], [], [], 0)[0]:
            return True  # it has just ended, which will be told
        raise
    with suppress(OSError):  # the grader may have hung up, which poll will tell
        report.send(msgpack.packb(reading))
    return True


def _become_student(
    job: Mapping[str, Any], line: int, program: bytes, root: Root | None
) -> NoReturn:
    """Shut this process in for good, and serve the grader's requests."""
    try:
        jail.die_with_parent()
        os.setsid()
        # CUDA maps far more than it uses, so there the container's memory is the limit.
        space = None if job["gpu_percent"] else rlimits.virtual_bytes() + job["memory_bytes"]
        jail.prefer_oom_kill()
        if job["namespaces"]:
            jail.mount_private(job["disk_bytes"], gpu=job["gpu_percent"] > 0)
        elif root is not None:
            roots.enter(root)
        else:
            _clear_temporary()
        _make_workdir()
        jail.reset_signals()
        descriptor = jail.keep_only_descriptor(line)
        # With the user of the image it would count those of all containers together.
        threads = MOST_THREADS if job["namespaces"] or root is not None else None
        rlimits.limit_resources(job["cpu_seconds"], job["disk_bytes"], space, threads)
        jail.drop_privileges()
        seccomp.load_filter(program)
        _forget_warm_process()
    except BaseException as error:  # nothing of the student's has run: the grader has to hear
        _report_fault(error, line)
    serve(descriptor, job["gpu_percent"])
    os._exit(0)


def _report_fault(error: BaseException, descriptor: int) -> NoReturn:
    text = f"{type(error).__name__}: {error}"
    for place in (3, descriptor):  # the wire is at one of them
        with suppress(OSError, wire.PeerGone):
            wire.send(socket.socket(fileno=place), {"fault": text})
            break
    os._exit(72)


def _clear_temporary() -> None:
    """Remove what the warm process left where the student's own files go."""
    for entry in Path("/tmp").iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _make_workdir() -> None:
    """Make the student's working folder, with links to the assignment's read-only files."""
    WORKDIR.mkdir()
    os.chdir(WORKDIR)
    if DATA.is_dir():
        for entry in sorted(DATA.iterdir()):
            WORKDIR.joinpath(entry.name).symlink_to(entry)


def _forget_warm_process() -> None:
    """Return the student a fresh environment, generators and import path."""
    os.environ.clear()
    os.environ.update(
        HOME="/tmp",
        TMPDIR="/tmp",
        MPLCONFIGDIR="/tmp/.matplotlib",
        PATH="/usr/bin:/bin",
        USER="student",
        LANG="C.UTF-8",
        OMP_NUM_THREADS="1",
        MPLBACKEND="Agg",
        CUBLAS_WORKSPACE_CONFIG=":4096:8",  # sums on a GPU in the same order every time
    )
    tempfile.tempdir = None  # what the warm process found is hidden now
    sys.argv = [""]
    sys.path[:] = ["", *(entry for entry in sys.path if entry and entry != str(CODE))]
    seed_everything(0)
