"""Plain containers of tensors, changed without a copy where nothing in them changes."""

from collections.abc import Callable
from typing import Any


def each_changed(value: Any, change: Callable[[Any], Any]) -> Any:
    """Return a value with `change` made to whatever stands in its lists, tuples and dicts.

    A container in which nothing became another object is returned itself: a student's method that
    changes what it is given has to be seen to do so. A named tuple stays one.
    """
    if isinstance(value, dict):
        items = {key: each_changed(item, change) for key, item in value.items()}
        same = all(items[key] is item for key, item in value.items())
        return value if same else items
    if isinstance(value, list | tuple):
        found = [each_changed(item, change) for item in value]
        if all(one is other for one, other in zip(found, value, strict=True)):
            return value
        return value._make(found) if hasattr(value, "_make") else type(value)(found)
    return change(value)
