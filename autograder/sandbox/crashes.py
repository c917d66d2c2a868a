"""What went wrong in a student's process, told as a StudentCrashed with its cause.

Messages name the question and the limit, never what the student's code returned or raised with:
that goes to `seen`, which only visible checks show.
"""

import builtins
import signal
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from autograder.checking.forms import told_form
from autograder.checking.student import NoGradient, StudentCrashed
from autograder.checking.transport import lost_answer
from autograder.course.options import Limits
from autograder.diagnosis.hints import hint_of
from autograder.errors import SandboxError
from autograder.sandbox.process import Ending
from autograder.text.i18n import listed, quoted, said
from autograder.worker import wire

# A class name may be any text, so only names that everyone knows are told at all.
KNOWN_KINDS = frozenset(
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
) | {"OutOfMemoryError", "LinAlgError", "_LinAlgError"}
# Only these go into a message, which hidden checks show, too: they are what mistakes raise. Of all
# that Python has built in, one for each hidden input could be chosen.
TOLD_KINDS = frozenset(
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


LOSSES = ("categorical", "elbo", "squares")  # which are no names of methods


def subject_of(request: Mapping[str, Any]) -> str:
    """Return the question as the subject of a sentence."""
    operation = str(request["op"])
    if operation == "train" and request["loss"] not in LOSSES:
        return said("Training the model by `{method}`", method=str(request["loss"]))
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
    detail = _seen(kind, text, error["where"])
    if kind == "NoGradient":
        message = said("What {subject} gives does not require a gradient.", subject=subject)
        return NoGradient(message, "exception")
    if kind == "Missing":
        message = said(
            "{subject} is not defined: its cell raised an error, or the name was changed. "
            "Restart the kernel, run all cells, and fix the first error.",
            subject=subject,
        )
        return StudentCrashed(message, "exception", kind="NameError")
    if kind.partition(".")[0] == "NotData":
        return _of_form(kind.partition(".")[2], text, subject)
    if kind == "NotImplementedError":
        message = said("{subject} is not written yet.", subject=subject)
        return StudentCrashed(message, "exception", detail=detail, kind=kind)
    if kind == "TooLarge":
        return of_output(request)
    if any(sign in text for sign in _OUT_OF_GPU_MEMORY):
        message = said(
            "{subject} needed more of the GPU's memory than there is for one submission.",
            subject=subject,
        )
        return StudentCrashed(message, "memory", detail=detail, kind="MemoryError")
    if "MemoryError" in kind or any(sign in text for sign in _OUT_OF_MEMORY):
        return StudentCrashed(
            _of_memory(subject, limits), "memory", detail=detail, kind="MemoryError"
        )
    if kind not in TOLD_KINDS:
        message = said("{subject} raised an exception.", subject=subject)
        known = kind if kind in KNOWN_KINDS else "Exception"
        return StudentCrashed(message, "exception", detail=detail, kind=known)
    message = said("{subject} raised {kind}.", subject=subject, kind=kind)
    return StudentCrashed(message, "exception", detail=detail, kind=kind)


def _seen(kind: str, text: str, where: str) -> str:
    """Tell an exception in its own words, with the place and what it most likely means."""
    hint = hint_of(kind, text, where)
    told = f"{kind}: {text}" + (f" ({where})" if where else "")
    return listed([quoted(f"{told}."), hint.sentence]) if hint else quoted(told)


def _of_form(form: str, text: str, subject: str) -> StudentCrashed:
    lead = said("{subject} gives something that is not a tensor or plain data.", subject=subject)
    return StudentCrashed(told_form(lead, form), "exception", detail=quoted(text))


def _of_memory(subject: str, limits: Limits) -> str:
    return said(
        "{subject} needed more than the {number} MB of memory that there are.",
        subject=subject,
        number=limits.memory_mb,
    )


def of_limit(limit: str, request: Mapping[str, Any], limits: Limits) -> StudentCrashed:
    """Tell that a question has met a limit of `Allowance`: "cpu", "idle" or the exercise's."""
    subject = subject_of(request)
    if limit == "idle":
        message = said(
            "{subject} slept or waited for {number} s and was stopped. While grading there is "
            "nobody to wait for: look for a lock, an input or a sleep without an end.",
            subject=subject,
            number=limits.idle_seconds,
        )
        return StudentCrashed(message, "idle")
    if limit == "cpu" and request["op"] == "train":
        message = said(
            "{subject} used more than {number} s of processor time and was stopped. How long it "
            "trains is not your choice: the course's protocol takes {steps} batches of {size}. So "
            "make one step of the model cheaper.",
            subject=subject,
            number=limits.call_seconds,
            steps=int(request["steps"]),
            size=int(request["batch_size"]),
        )
        return StudentCrashed(message, "cpu_time")
    if limit == "cpu":
        message = said(
            "{subject} used more than {number} s of processor time and was stopped.",
            subject=subject,
            number=limits.call_seconds,
        )
        return StudentCrashed(message, "cpu_time")
    return StudentCrashed(_of_whole(subject, limits), "cpu_time")


def _of_whole(subject: str, limits: Limits) -> str:
    return said(
        "{subject} was stopped: the {number} s of processor time that one exercise may take, "
        "sleep included, were used up.",
        subject=subject,
        number=limits.cpu_seconds,
    )


def of_output(request: Mapping[str, Any]) -> StudentCrashed:
    """Tell that a reply was larger than could be taken."""
    message = said("{subject} gives more data than was asked for.", subject=subject_of(request))
    return StudentCrashed(message, "output")


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
        return StudentCrashed(_of_whole(subject, limits), "cpu_time")
    if ending.out_of_memory:
        return StudentCrashed(_of_memory(subject, limits), "memory")
    raise SandboxError(
        "A student's process was killed from outside, as the kernel does when the machine has no "
        "memory left: its own would have been refused. Look for free memory, or grade with fewer "
        "--jobs; then grade this submission again."
    )
