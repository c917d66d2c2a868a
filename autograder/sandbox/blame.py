"""What went wrong in a student's process, told as a StudentCrashed with its cause.

Messages name the question and the limit, never what the student's code returned or raised with:
that goes to `seen`, which only visible checks show.
"""

import builtins
import signal
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from autograder import wire
from autograder.course import Limits
from autograder.sandbox.child import Ending
from autograder.student import NoGradient, StudentCrashed
from autograder.verdict import Cause

# A class name may be any text, so only names that everyone knows go into a message.
KNOWN_KINDS = frozenset(
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
) | {"OutOfMemoryError", "LinAlgError", "_LinAlgError"}

_OUT_OF_GPU_MEMORY = ("CUDA out of memory", "CUDA error: out of memory")
_OUT_OF_MEMORY = ("DefaultCPUAllocator", "std::bad_alloc", "Cannot allocate memory")
_OPERATIONS = {
    "cell": "This cell",
    "train": "Training the model",
    "state": "The model's state_dict",
    "load_state": "Loading weights into the model",
    "mode": "Changing the model's mode or dtype",
    "seed": "Seeding",
    "generator": "Making a generator",
}


def subject_of(request: Mapping[str, Any]) -> str:
    """Give the question as the subject of a sentence."""
    operation = str(request["op"])
    if operation in _OPERATIONS:
        return _OPERATIONS[operation]
    if "name" in request:
        return f"`{request['name']}`"
    method = request.get("method", "__call__")
    return "Calling the object" if method == "__call__" else f"The method `{method}`"


def of_error(
    error: Mapping[str, str], request: Mapping[str, Any], limits: Limits
) -> StudentCrashed:
    """Tell an exception that the student's process reported; the process is still there."""
    kind, text, subject = error["kind"], error["text"], subject_of(request)
    seen = f"{kind}: {text}" + (f" ({error['where']})" if error["where"] else "")
    if kind == "NoGradient":
        return NoGradient(f"What {subject} gives does not require a gradient.", "exception")
    if kind == "Missing":
        message = (
            f"{subject} is not defined: its cell raised an error, or the name was changed. "
            f"Restart the kernel, run all cells, and mend the first error."
        )
        return StudentCrashed(message, "exception", kind="NameError")
    if kind == "NotData":
        message = f"{subject} gives something that is not a tensor or plain data."
        return StudentCrashed(message, "exception", seen=text)
    if kind == "NotImplementedError":
        return StudentCrashed(f"{subject} is not written yet.", "exception", seen=seen, kind=kind)
    if kind == "TooLarge":
        return StudentCrashed(f"{subject} gives more data than was asked for.", "output")
    if any(sign in text for sign in _OUT_OF_GPU_MEMORY):
        message = f"{subject} needed more of the GPU's memory than there is for one submission."
        return StudentCrashed(message, "memory", seen=seen, kind="MemoryError")
    if "MemoryError" in kind or any(sign in text for sign in _OUT_OF_MEMORY):
        return StudentCrashed(_of_memory(subject, limits), "memory", seen=seen, kind="MemoryError")
    known = kind if kind in KNOWN_KINDS else "an exception"
    kept = kind if kind in KNOWN_KINDS else "Exception"
    return StudentCrashed(f"{subject} raised {known}.", "exception", seen=seen, kind=kept)


def _of_memory(subject: str, limits: Limits) -> str:
    return f"{subject} needed more than the {limits.memory_mb} MB of memory that there are."


def of_time(request: Mapping[str, Any], limits: Limits, left: float) -> StudentCrashed:
    """Tell that a question was not answered in time; `left`, the submission's seconds."""
    subject = subject_of(request)
    if left <= 0:
        message = (
            f"{subject} was stopped: the {limits.wall_seconds} s that the whole submission may "
            f"take were used up."
        )
    else:
        message = f"{subject} took longer than {limits.call_seconds} s and was stopped."
    return StudentCrashed(message, "wall_time")


def of_calls(request: Mapping[str, Any], most: int) -> StudentCrashed:
    """Tell that the model was called without end."""
    message = f"{subject_of(request)} called the model more than {most:,} times and was stopped."
    return StudentCrashed(message, "wall_time")


def of_output(request: Mapping[str, Any]) -> StudentCrashed:
    """Tell that a reply was larger than could be taken."""
    return StudentCrashed(f"{subject_of(request)} gives more data than was asked for.", "output")


def of_protocol(request: Mapping[str, Any]) -> StudentCrashed:
    """Tell that what came over the wire was no reply to the question."""
    message = (
        f"{subject_of(request)} broke the line between its process and the grader, so its answer "
        f"is lost: close no files that you have not opened, and write only to your own."
    )
    return StudentCrashed(message, "protocol")


def of_ending(ending: Ending | None, request: Mapping[str, Any], limits: Limits) -> StudentCrashed:
    """Tell that the process ended on its own before it answered."""
    subject = subject_of(request)
    if ending is None or ending.why != "ended" or ending.code == wire.BROKEN_STATUS:
        return of_protocol(request)  # the line was cut, not the process
    cause, message = _told(ending, subject, limits)
    return StudentCrashed(message, cause)


def _told(ending: Ending, subject: str, limits: Limits) -> tuple[Cause, str]:
    if ending.code >= 0:
        return (
            "exit",
            f"{subject} ended its own process, as exit or os._exit do, without an answer.",
        )
    number = -ending.code
    # The limit kills with SIGKILL, as want of memory does; the kernel counts it in ticks.
    spent = ending.cpu_seconds >= limits.cpu_seconds - 0.5
    if number == signal.SIGKILL and spent:
        return "cpu_time", (
            f"{subject} used up the {limits.cpu_seconds} s of processor time that one exercise "
            f"may take."
        )
    if number == signal.SIGKILL:
        return "memory", _of_memory(subject, limits)
    name = f"signal {number}"
    with suppress(ValueError):
        name = signal.Signals(number).name
    return "signal", f"{subject} crashed its process ({name})."
