"""Data come in the dtype of the model beside them: a model of float64 is asked in float64."""

from typing import Any

import torch
from torch import Tensor, nn

from autograder.worker.containers import each_changed

_WIRED = torch.float32  # in which the grader asks, unless it has cast the model itself


class Beside:
    """The dtype of the student's models among an owner and values; None where there is no other.

    Models that the grader plays take every dtype, and decide nothing.
    """

    def __init__(self, *values: Any) -> None:
        models = [v for v in values if isinstance(v, nn.Module) and not hasattr(type(v), "played")]
        found = {p.dtype for model in models for p in model.parameters() if p.is_floating_point()}
        self._dtype = found.pop() if found == {torch.float64} else None
        self._cast = False

    def given(self, value: Any) -> Any:
        """Return what is asked with, in the models' dtype."""
        if self._dtype is None:
            return value
        self._cast = self._cast or _holds(value)
        return _cast(value, _WIRED, self._dtype)

    def told(self, value: Any) -> Any:
        """Return what has been answered, in the dtype of the question."""
        return _cast(value, torch.float64, _WIRED) if self._cast else value


def _holds(value: Any) -> bool:
    """Say whether there is a tensor to cast in a value."""
    if isinstance(value, Tensor):
        return value.dtype == _WIRED
    items = value.values() if isinstance(value, dict) else value
    return isinstance(value, dict | list | tuple) and any(map(_holds, items))


def _cast(value: Any, old: torch.dtype, new: torch.dtype) -> Any:
    def change(one: Any) -> Any:
        return one.to(new) if isinstance(one, Tensor) and one.dtype == old else one

    return each_changed(value, change)
