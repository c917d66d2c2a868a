"""Arguments of a question as the wire takes them."""

from inspect import signature
from typing import Any, Protocol, runtime_checkable

from autograder.checking.oracle import Oracle


@runtime_checkable
class Kept(Protocol):
    """Something that is kept in the student's process, under a number: a Handle."""

    @property
    def ref(self) -> int:
        """Its number there."""


def packed(value: Any, oracles: list[Oracle]) -> Any:
    """Turn an argument into plain data; handles and oracles become tagged maps, wherever they are.

    Each oracle is added to `oracles`, which gives it its number.
    """
    if isinstance(value, Kept):
        return {"~ref": value.ref}
    if isinstance(value, Oracle):
        oracles.append(value)
        methods = {name: list(signature(f).parameters) for name, f in value.methods.items()}
        plain = {"plain": True} if value.plain else {}
        return {"~oracle": len(oracles) - 1, "methods": methods, **plain}
    if isinstance(value, tuple):
        return {"~tuple": [packed(item, oracles) for item in value]}
    if isinstance(value, list):
        return [packed(item, oracles) for item in value]
    if isinstance(value, dict):
        return {key: packed(item, oracles) for key, item in value.items()}
    return value
