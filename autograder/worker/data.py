"""What the student's code returns → plain data: what can be read crosses, the rest is named."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.worker import frames, wire

MOST_LEVELS = 8
_PLAIN_TENSORS = (Tensor, nn.Parameter)
_FUNCTORCH: Any = torch._C._functorch  # what torch.func wraps bears the type Tensor, too


class NotData(Exception):
    """The student's code returned something that is not data.

    `form` is one word for what it is, out of a list that the grader knows: checking/forms.py.
    """

    def __init__(self, text: str, form: str = "") -> None:
        super().__init__(text)
        self.form = form


def as_data(value: Any, depth: int = 0) -> Any:
    """Return `value` as plain data: tensors, numbers, strings, and lists or dicts of them.

    What is derived from these types, and NumPy's single numbers, become the plain type. Raises
    NotData, naming the kind, for everything else.
    """
    if isinstance(value, Tensor):
        return plain_tensor(value)
    if value is None or type(value) in (bool, float):
        return value
    if isinstance(value, str):
        return _plain_text(value)
    if isinstance(value, int | float | np.generic):
        return _plain_number(value)
    if isinstance(value, list | tuple | dict):
        return _plain_items(value, depth)
    form = "numpy" if isinstance(value, np.ndarray) else ""
    raise NotData(f"a {_name_of(value)} is not a tensor or plain data", form)


def _plain_text(text: str) -> str:
    whole = str.__str__(text)
    try:
        whole.encode()
    except UnicodeEncodeError as error:
        raise NotData("text with half a character in it is not data", "text") from error
    return whole


def _plain_number(value: Any) -> Any:
    """Return a number of a derived type, or NumPy's, as the plain one that it stands for."""
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, np.floating | float):
        return float(value)
    if isinstance(value, np.integer | int):
        number = int(value)
        if frames.holds(number):
            return number
        raise NotData(f"a whole number of more than {frames.MAX_INTEGER} bytes", "number")
    raise NotData(f"a {_name_of(value)} of NumPy is not plain data", "numpy")


def _plain_items(value: Any, depth: int) -> Any:
    if depth >= MOST_LEVELS:
        raise NotData(
            f"more than {MOST_LEVELS} lists or dicts within each other are not data", "deep"
        )
    mapping = isinstance(value, dict)
    if len(value) > (frames.MAX_KEYS if mapping else wire.MAX_ITEMS):
        raise wire.TooLarge("more items than a frame may hold")
    if not mapping:
        return [as_data(item, depth + 1) for item in value]
    if not all(isinstance(key, str) for key in value):
        raise NotData("a dict with keys that are not strings is not data", "keys")
    return {_plain_text(key): as_data(item, depth + 1) for key, item in value.items()}


def plain_tensor(value: Tensor) -> Tensor:
    """Return a dense, detached CPU tensor that a frame can hold; raises NotData, naming the
    kind.
    """
    if type(value) not in _PLAIN_TENSORS:
        form = _SUBCLASSES.get(type(value).__name__, "subclass")
        raise NotData(f"a {_name_of(value)} is not a plain torch.Tensor", form)
    while _FUNCTORCH.is_gradtrackingtensor(value):  # it has left torch.func.grad or jvp
        value = _FUNCTORCH.get_unwrapped(value)
    if _FUNCTORCH.is_batchedtensor(value) or torch._is_functional_tensor(value):
        form = "transformed"
    else:
        value = Tensor.detach(value)  # which leaves behind what was set on the object itself
        form = _form_of(value)
    if form:
        raise NotData(f"a tensor of this kind cannot be read as it is: {form}", form)
    return value.cpu()


_SUBCLASSES: Mapping[str, str] = {
    "FakeTensor": "meta",
    "NestedTensor": "nested",
    "UninitializedParameter": "uninitialised",
    "UninitializedBuffer": "uninitialised",
}


def _form_of(value: Tensor) -> str:
    """Return one word for why a tensor's numbers cannot be sent as they are, "" if they can."""
    if value.is_nested:
        return "nested"
    if value.layout is not torch.strided:
        return "sparse"
    if value.is_quantized:
        return "quantised"
    if value.is_meta:
        return "meta"
    if value.is_complex():
        return "complex"
    if value.dtype not in frames.CODES:
        return "dtype"
    if value.ndim > frames.MAX_DIMENSIONS or _is_absurd(value):
        return "shape"
    return "" if value._is_zerotensor() or _is_whole(value) else "freed"


def _is_absurd(value: Tensor) -> bool:
    """Say whether a tensor without entries has a shape of which nobody could tell the size."""
    return not value.numel() and max(value.shape, default=0) > frames.MAX_EXTENT


def _is_whole(value: Tensor) -> bool:
    """Say whether the memory that a tensor looks at is there: reading on would end the process."""
    if not value.numel():
        return True
    steps = zip(value.shape, value.stride(), strict=True)
    last = value.storage_offset() + sum((size - 1) * step for size, step in steps)
    return (last + 1) * value.element_size() <= value.untyped_storage().nbytes()


def _name_of(value: Any) -> str:
    # A metaclass may lie about __name__; type's own descriptor does not.
    name: str = type.__dict__["__name__"].__get__(type(value))
    return name
