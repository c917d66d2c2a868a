"""What went wrong in a student's process, told as a StudentCrashed with its cause.

Messages name the question and the limit, never what the student's code returned or raised with:
that goes to `seen`, which only visible checks show.
"""

import signal
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from autograder import wire
from autograder.course import Limits
from autograder.language import quoted, said
from autograder.sandbox.child import Ending
from autograder.student import NoGradient, StudentCrashed
from autograder.verdict import Cause

# Only these go into a message: they are what mistakes raise. A class name may be any text, and of
# all that Python has built in, one for each hidden input could be chosen.
KNOWN_KINDS = frozenset(
    {"ArithmeticError", "AssertionError", "AttributeError", "FileNotFoundError", "ImportError"}
    | {"IndexError", "KeyError", "MemoryError", "ModuleNotFoundError", "NameError"}
    | {"NotImplementedError", "OSError", "OutOfMemoryError", "OverflowError", "RecursionError"}
    | {"RuntimeError", "StopIteration", "SyntaxError", "SystemExit", "TypeError"}
    | {"UnboundLocalError", "ValueError", "ZeroDivisionError", "LinAlgError", "_LinAlgError"}
)

_OUT_OF_GPU_MEMORY = ("CUDA out of memory", "CUDA error: out of memory")
_OUT_OF_MEMORY = ("DefaultCPUAllocator", "std::bad_alloc", "Cannot allocate memory")
_OPERATIONS = {
    "cell": said("This cell"),
    "train": said("Training the model"),
    "state": said("The model's state_dict"),
    "load_state": said("Loading weights into the model"),
    "mode": said("Changing the model's mode or dtype"),
    "seed": said("Seeding"),
    "generator": said("Making a generator"),
}


def subject_of(request: Mapping[str, Any]) -> str:
    """Give the question as the subject of a sentence."""
    operation = str(request["op"])
    if operation in _OPERATIONS:
        return _OPERATIONS[operation]
    if "name" in request:
        return quoted(f"`{request['name']}`")
    method = request.get("method", "__call__")
    if method == "__call__":
        return said("Calling the object")
    return said("The method `{method}`", method=str(method))


def of_error(
    error: Mapping[str, str], request: Mapping[str, Any], limits: Limits
) -> StudentCrashed:
    """Tell an exception that the student's process reported; the process is still there."""
    kind, text, subject = error["kind"], error["text"], subject_of(request)
    seen = quoted(f"{kind}: {text}" + (f" ({error['where']})" if error["where"] else ""))
    if kind == "NoGradient":
        message = said("What {subject} gives does not require a gradient.", subject=subject)
        return NoGradient(message, "exception")
    if kind == "Missing":
        message = said(
            "{subject} is not defined: its cell raised an error, or the name was changed. "
            "Restart the kernel, run all cells, and mend the first error.",
            subject=subject,
        )
        return StudentCrashed(message, "exception", kind="NameError")
    if kind == "NotData":
        message = said(
            "{subject} gives something that is not a tensor or plain data.", subject=subject
        )
        return StudentCrashed(message, "exception", seen=quoted(text))
    if kind == "NotImplementedError":
        message = said("{subject} is not written yet.", subject=subject)
        return StudentCrashed(message, "exception", seen=seen, kind=kind)
    if kind == "TooLarge":
        return of_output(request)
    if any(sign in text for sign in _OUT_OF_GPU_MEMORY):
        message = said(
            "{subject} needed more of the GPU's memory than there is for one submission.",
            subject=subject,
        )
        return StudentCrashed(message, "memory", seen=seen, kind="MemoryError")
    if "MemoryError" in kind or any(sign in text for sign in _OUT_OF_MEMORY):
        return StudentCrashed(_of_memory(subject, limits), "memory", seen=seen, kind="MemoryError")
    if kind not in KNOWN_KINDS:
        message = said("{subject} raised an exception.", subject=subject)
        return StudentCrashed(message, "exception", seen=seen, kind="Exception")
    message = said("{subject} raised {kind}.", subject=subject, kind=kind)
    return StudentCrashed(message, "exception", seen=seen, kind=kind)


def _of_memory(subject: str, limits: Limits) -> str:
    return said(
        "{subject} needed more than the {number} MB of memory that there are.",
        subject=subject,
        number=limits.memory_mb,
    )


def of_time(request: Mapping[str, Any], limits: Limits, left: float) -> StudentCrashed:
    """Tell that a question was not answered in time; `left`, the submission's seconds."""
    subject = subject_of(request)
    if left <= 0:
        message = said(
            "{subject} was stopped: the {number} s that the whole submission may take were used "
            "up.",
            subject=subject,
            number=limits.wall_seconds,
        )
    else:
        message = said(
            "{subject} took longer than {number} s and was stopped.",
            subject=subject,
            number=limits.call_seconds,
        )
    return StudentCrashed(message, "wall_time")


def of_calls(request: Mapping[str, Any], most: int) -> StudentCrashed:
    """Tell that the model was called without end."""
    message = said(
        "{subject} called the model more than {number} times and was stopped.",
        subject=subject_of(request),
        number=f"{most:,}",
    )
    return StudentCrashed(message, "wall_time")


def of_output(request: Mapping[str, Any]) -> StudentCrashed:
    """Tell that a reply was larger than could be taken."""
    message = said("{subject} gives more data than was asked for.", subject=subject_of(request))
    return StudentCrashed(message, "output")


def of_protocol(request: Mapping[str, Any]) -> StudentCrashed:
    """Tell that what came over the wire was no reply to the question."""
    message = said(
        "{subject} broke the line between its process and the grader, so its answer is lost: "
        "close no files that you have not opened, and write only to your own.",
        subject=subject_of(request),
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
        return "exit", said(
            "{subject} ended its own process, as exit or os._exit do, without an answer.",
            subject=subject,
        )
    number = -ending.code
    # The limit kills with SIGKILL, as want of memory does; the kernel counts it in ticks.
    spent = ending.cpu_seconds >= limits.cpu_seconds - 0.5
    if number == signal.SIGKILL and spent:
        return "cpu_time", said(
            "{subject} used up the {number} s of processor time that one exercise may take.",
            subject=subject,
            number=limits.cpu_seconds,
        )
    if number == signal.SIGKILL:
        return "memory", _of_memory(subject, limits)
    name = f"signal {number}"
    with suppress(ValueError):
        name = signal.Signals(number).name
    return "signal", said("{subject} crashed its process ({signal}).", subject=subject, signal=name)
