"""An exception of the student's code as plain data, however hostile its class."""

import builtins
import traceback
from collections.abc import Collection
from types import TracebackType

_TELLING = frozenset(
    kind
    for kind in vars(builtins).values()
    if isinstance(kind, type) and issubclass(kind, Exception) and kind is not Exception
)
LONGEST_TEXT = 1_000
LONGEST_TRACE = 6


def kind_of(error: BaseException) -> str:
    """Return the name of the exception's class."""
    return _name_of(type(error))


def base_kind_of(error: BaseException) -> str:
    """Return the name of the built-in exception that this one is made from, else its own.

    So a class derived from ValueError is as good as ValueError.
    """
    # A metaclass may lie about its __mro__; type's own descriptor does not.
    classes = type.__dict__["__mro__"].__get__(type(error))
    return _name_of(next((kind for kind in classes if kind in _TELLING), type(error)))


def _name_of(kind: type[BaseException]) -> str:
    # A metaclass may lie about __name__ and __class__; type's own descriptor does not.
    name: str = type.__dict__["__name__"].__get__(kind)
    return plain(name)


def text_of(error: BaseException) -> str:
    """Return the exception's text, or say that it has none to give."""
    try:
        return plain(str(error))
    except BaseException:  # the student's __str__: the boundary to their code
        return "(its text could not be made)"


def plain(text: str) -> str:
    """Return `text` as an ordinary string that can be encoded, clipped to a readable length."""
    clipped = str.__getitem__(text, slice(LONGEST_TEXT))
    return clipped.encode("utf-8", "replace").decode("utf-8")


def sentence_of(error: BaseException) -> str:
    """Return `kind: text`, as the last line of a traceback has it."""
    kind, text = kind_of(error), text_of(error)
    return f"{kind}: {text}" if text else kind


def where(error: BaseException, cells: Collection[str]) -> str:
    """Return the innermost place of the error that stands in one of the student's `cells`."""
    try:
        places = _places(_trace_of(error), cells)
    except BaseException:  # an exception whose own attributes raise
        return ""
    return places[-1] if places else ""


def told(error: BaseException, cells: Collection[str]) -> str:
    """Return kind, text and the places in the student's cells, the innermost last, as one text."""
    try:
        return _told(error, cells)
    except BaseException:  # an exception whose own attributes raise
        return kind_of(error)


def spoken(name: str) -> str:
    """Return a cell's name as a place: `cell 7` is one already, and `masks.causal_mask` a name."""
    return name if name.startswith("cell ") else f"cell {name}"


def _told(error: BaseException, cells: Collection[str]) -> str:
    places = _places(_trace_of(error), cells)
    if isinstance(error, SyntaxError) and isinstance(error.lineno, int):
        places.append(f"{spoken(plain(str(error.filename)))}, line {error.lineno}")
    if len(places) > LONGEST_TRACE:  # the outermost says where in its cell it began
        places = [places[0], *places[1 - LONGEST_TRACE :]]
    return "\n".join([*places, sentence_of(error)])


def _trace_of(error: BaseException) -> TracebackType | None:
    # A class may hide the attribute behind one of its own; BaseException's descriptor is true.
    trace: TracebackType | None = BaseException.__dict__["__traceback__"].__get__(error)
    return trace


def _places(trace: TracebackType | None, cells: Collection[str]) -> list[str]:
    """Return a line for each frame that stands in a cell, the source line with it."""
    places = []
    # Bounded: a recursion of a thousand frames says nothing that its ends do not.
    frames = traceback.extract_tb(trace, limit=-100)
    if len(frames) == 100:
        frames[:0] = traceback.extract_tb(trace, limit=20)
    for frame in frames:
        if frame.filename in cells:
            inside = "" if frame.name == "<module>" else f", in {frame.name}"
            source = f": {frame.line}" if frame.line else ""
            place = f"{spoken(frame.filename)}, line {frame.lineno}"
            places.append(plain(f"{place}{inside}{source}"))
    return places
