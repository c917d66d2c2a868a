"""What stopped a question, as plain data: in the sandbox it goes over the wire."""

from autograder.worker import wire
from autograder.worker.data import NotData
from autograder.worker.dispatch import Missing, NoGradient
from autograder.worker.exceptions import base_kind_of, kind_of, text_of


def fault_of(error: BaseException, place: str) -> dict[str, str]:
    """Return kind, text and place of an exception; its kind is the built-in one it is made from."""
    ours = type(error) in (Missing, NoGradient, NotData, wire.TooLarge)
    kind = kind_of(error) if ours else base_kind_of(error)
    if type(error) is NotData:
        kind = f"{kind}.{error.form}"
    return {"kind": kind, "text": text_of(error), "where": place}
