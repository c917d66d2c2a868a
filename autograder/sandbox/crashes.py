"""What went wrong in a student's process, told as a StudentCrashed with its cause.

Messages name the question and the limit, never what the student's code returned or raised with:
that goes to `detail`, which only visible checks show.
"""

import signal
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from autograder.checking.student import StudentCrashed
from autograder.checking.transport import lost_answer
from autograder.course.options import Limits
from autograder.diagnosis.raised import (
    detail_of,
    is_of_stub,
    of_output,
    of_raised,
    out_of_time,
    raised_by_torch,
    subject_of,
    whole_used_up,
)
from autograder.errors import SandboxError
from autograder.sandbox.process import Ending
from autograder.text.i18n import said
from autograder.worker import wire

_OUT_OF_GPU_MEMORY = ("CUDA out of memory", "CUDA error: out of memory")
_OUT_OF_MEMORY = ("DefaultCPUAllocator", "std::bad_alloc", "Cannot allocate memory")


def of_error(
    error: Mapping[str, str], request: Mapping[str, Any], limits: Limits
) -> StudentCrashed:
    """Tell an exception that the student's process reported; the process is still there."""
    kind, text, subject = error["kind"], error["text"], subject_of(request)
    if kind == "Missing":
        message = said(
            "{subject} is not defined: its cell raised an error, or the name was changed. "
            "Restart the kernel, run all cells, and fix the first error.",
            subject=subject,
        )
        return StudentCrashed(message, "exception", kind="NameError")
    if is_of_stub(error):
        message = said("{subject} is not written yet.", subject=subject)
        return StudentCrashed(message, "exception", detail=detail_of(error), kind=kind)
    if kind == "TooLarge":
        return of_output(request)
    if any(sign in text for sign in _OUT_OF_GPU_MEMORY):
        message = said(
            "{subject} needed more of the GPU's memory than there is for one submission.",
            subject=subject,
        )
        return StudentCrashed(message, "memory", detail=detail_of(error), kind="MemoryError")
    if "MemoryError" in kind or any(sign in text for sign in _OUT_OF_MEMORY):
        return StudentCrashed(
            _of_memory(subject, limits), "memory", detail=detail_of(error), kind="MemoryError"
        )
    return of_raised(raised_by_torch(error), request)


def _of_memory(subject: str, limits: Limits) -> str:
    return said(
        "{subject} needed more than the {number} MB of memory that there are.",
        subject=subject,
        number=limits.memory_mb,
    )


def of_limit(limit: str, request: Mapping[str, Any], limits: Limits) -> StudentCrashed:
    """Tell that a question has met a limit of `Allowance`: "cpu", "idle" or the exercise's."""
    seconds = {"idle": limits.idle_seconds, "cpu": limits.call_seconds}
    return out_of_time(limit, request, seconds.get(limit, limits.cpu_seconds))


def of_protocol(request: Mapping[str, Any]) -> StudentCrashed:
    """Tell that what came over the wire was no reply to the question."""
    return lost_answer(subject_of(request))


def of_ending(ending: Ending | None, request: Mapping[str, Any], limits: Limits) -> StudentCrashed:
    """Tell that the process ended on its own before it answered.

    Raises SandboxError when it was ended by somebody else: a student's process can neither send
    itself SIGKILL nor take more memory than it may, so that what it did is not the reason.
    """
    subject = subject_of(request)
    if ending is None or ending.code == wire.BROKEN_STATUS:
        return of_protocol(request)  # the line was cut, not the process
    if ending.why == "disk":
        message = said(
            "{subject} wrote more than the {number} MB of files that there may be, or too many of "
            "them.",
            subject=subject,
            number=limits.disk_mb,
        )
        return StudentCrashed(message, "memory")
    if ending.why != "ended":
        raise SandboxError(
            f"A student's process was still there when all of grading should have ended long ago "
            f"({ending.why}). Grade this submission again."
        )
    if ending.code >= 0:
        message = said(
            "{subject} ended its own process, as exit or os._exit do, without an answer.",
            subject=subject,
        )
        return StudentCrashed(message, "exit")
    if ending.code == -signal.SIGKILL:
        return _of_kill(ending, subject, limits)
    name = f"signal {-ending.code}"
    with suppress(ValueError):
        name = signal.Signals(-ending.code).name
    message = said("{subject} crashed its process ({signal}).", subject=subject, signal=name)
    return StudentCrashed(message, "signal")


def _of_kill(ending: Ending, subject: str, limits: Limits) -> StudentCrashed:
    # The kernel's own limit stands behind ours, and is met by who computes between questions.
    if ending.cpu_seconds >= limits.cpu_seconds:
        return StudentCrashed(whole_used_up(subject, limits.cpu_seconds), "cpu_time")
    if ending.out_of_memory:
        return StudentCrashed(_of_memory(subject, limits), "memory")
    raise SandboxError(
        "A student's process was killed from outside, as the kernel does when the machine has no "
        "memory left: its own would have been refused. Look for free memory, or grade with fewer "
        "--jobs; then grade this submission again."
    )
