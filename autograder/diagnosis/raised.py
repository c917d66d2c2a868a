"""What the student's code raised, or ran out of, told as a StudentCrashed: in grading, and at home.

Messages name the question and the limit, never what the student's code returned or raised with:
that goes to `detail`, which only visible checks show.
"""

import builtins
from collections.abc import Mapping
from typing import Any

from autograder.checking.forms import told_form
from autograder.checking.transport import NoGradient, StudentCrashed
from autograder.diagnosis.hints import hint_of
from autograder.text.i18n import listed, quoted, said

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

_OPERATIONS = {
    "cell": said("This cell"),
    "train": said("Training the model"),
    "state": said("The model's state_dict"),
    "load_state": said("Loading weights into the model"),
    "mode": said("Changing the model's mode or dtype"),
    "seed": said("Seeding"),
    "generator": said("Making a generator"),
    "network": said("Making a network"),
    "tensor": said("Making a tensor"),
    "sequential": said("Making a network"),
    "game": said("Making a game"),
    "node_path": said("Making a path of nodes"),
    "learning": said("Asking what learns"),
    "names_among": said("Asking what learns"),
    "touched": said("Reading a network"),
    "arrange": said("Making a network"),
    "optimiser": said("Making an optimiser"),
}

# Which are no names of methods.
LOSSES = ("categorical", "elbo", "squares", "cross_entropy", "squared_error")


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


STUB = " is not written yet"  # how the text of a released stub's exception ends


def is_of_stub(error: Mapping[str, str]) -> bool:
    """Say whether a stub raised, the released one or a student's own; torch raises it, too."""
    stub = not error["text"] or STUB in error["text"]
    own = stub or "raise NotImplementedError" in error["where"]
    return error["kind"] == "NotImplementedError" and own


def raised_by_torch(error: Mapping[str, str]) -> Mapping[str, str]:
    """Return an exception that is no stub's: what torch has no kernel for is a RuntimeError."""
    stub_kind = error["kind"] == "NotImplementedError"
    return {**error, "kind": "RuntimeError"} if stub_kind else error


def of_raised(error: Mapping[str, str], request: Mapping[str, Any]) -> StudentCrashed:
    """Tell an exception by its kind, text and place."""
    kind, subject = error["kind"], subject_of(request)
    if kind == "NoGradient":
        message = said("What {subject} gives does not require a gradient.", subject=subject)
        return NoGradient(message, "exception")
    if kind.partition(".")[0] == "NotData":
        lead = said(
            "{subject} gives something that is not a tensor or plain data.", subject=subject
        )
        told = told_form(lead, kind.partition(".")[2])
        return StudentCrashed(told, "exception", detail=quoted(error["text"]))
    if kind == "TooLarge":
        return of_output(request)
    if kind not in TOLD_KINDS:
        message = said("{subject} raised an exception.", subject=subject)
        known = kind if kind in KNOWN_KINDS else "Exception"
        return StudentCrashed(message, "exception", detail=detail_of(error), kind=known)
    message = said("{subject} raised {kind}.", subject=subject, kind=kind)
    return StudentCrashed(message, "exception", detail=detail_of(error), kind=kind)


def detail_of(error: Mapping[str, str]) -> str:
    """Tell an exception in its own words, with the place and what it most likely means."""
    kind, text, where = error["kind"], error["text"], error["where"]
    hint = hint_of(kind, text, where)
    told = f"{kind}: {text}" + (f" ({where})" if where else "")
    return listed([quoted(f"{told}."), hint.sentence]) if hint else quoted(told)


def of_output(request: Mapping[str, Any]) -> StudentCrashed:
    """Tell that a reply was larger than could be taken."""
    message = said("{subject} gives more data than was asked for.", subject=subject_of(request))
    return StudentCrashed(message, "output")


def out_of_time(limit: str, request: Mapping[str, Any], seconds: int) -> StudentCrashed:
    """Tell that a question has met a limit of so many seconds: "cpu", "idle" or the exercise's."""
    subject = subject_of(request)
    if limit == "idle":
        message = said(
            "{subject} slept or waited for {number} s and was stopped. While grading there is "
            "nobody to wait for: look for a lock, an input or a sleep without an end.",
            subject=subject,
            number=seconds,
        )
        return StudentCrashed(message, "idle")
    if limit == "cpu" and request["op"] == "train":
        message = said(
            "{subject} used more than {number} s of processor time and was stopped. How long it "
            "trains is not your choice: the course's protocol takes {steps} batches of {size}. So "
            "make one step of the model cheaper.",
            subject=subject,
            number=seconds,
            steps=int(request["steps"]),
            size=int(request["batch_size"]),
        )
        return StudentCrashed(message, "cpu_time")
    if limit == "cpu":
        message = said(
            "{subject} used more than {number} s of processor time and was stopped.",
            subject=subject,
            number=seconds,
        )
        return StudentCrashed(message, "cpu_time")
    return StudentCrashed(whole_used_up(subject, seconds), "cpu_time")


def whole_used_up(subject: str, seconds: int) -> str:
    """Tell that an exercise has used what all its questions together may take."""
    return said(
        "{subject} was stopped: the {number} s of processor time that one exercise may take, "
        "sleep included, were used up.",
        subject=subject,
        number=seconds,
    )
