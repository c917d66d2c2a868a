"""Answers that cannot be read for what they are: each kind, and what to return instead.

The worker names a kind by one word (`autograder.worker.data`). What it says is the student's, so
only words that stand here become a sentence.
"""

from collections.abc import Mapping

from autograder.text.i18n import listed, said

_FORMS: Mapping[str, str] = {
    "sparse": said(
        "It is a tensor in a sparse or an opaque layout: return a dense one, as `.to_dense()` "
        "makes it."
    ),
    "nested": said("It is a nested tensor: return one tensor of a single shape."),
    "quantised": said(
        "It is a quantised tensor: return its numbers, as `.dequantize()` makes them."
    ),
    "meta": said("It is a tensor without numbers, of the device `meta`: compute them."),
    "complex": said("It holds complex numbers: return real ones, such as `.real`."),
    "dtype": said(
        "Its dtype is none of those that can be read: float16 to float64, bfloat16, int8 to int64, "
        "uint8 and bool."
    ),
    "shape": said("It has more than eight dimensions, or one that is longer than 2^31."),
    "freed": said("It is a tensor whose memory has been freed: return a copy of its own."),
    "uninitialised": said("It is a parameter that has no shape yet: call its module first."),
    "transformed": said(
        "It is a tensor that stands for others inside `torch.func`, as within `vmap`: return what "
        "the transformed function gives."
    ),
    "subclass": said(
        "It is of a class derived from torch.Tensor: return a plain one, as "
        "`.as_subclass(torch.Tensor)` makes it."
    ),
    "numpy": said("It is of NumPy: return a torch.Tensor, as `torch.from_numpy` makes it."),
    "number": said("It holds a whole number of more than 3,600 digits."),
    "text": said("It holds text with half a character in it."),
    "keys": said("It holds a dictionary with keys that are not strings."),
    "deep": said("It holds more than eight lists or dictionaries within each other."),
}
FORMS = frozenset(_FORMS)


def told_form(lead: str, form: str) -> str:
    """Return `lead`, and what kind of answer it was where that is known."""
    return listed([lead, _FORMS[form]]) if form in _FORMS else lead
