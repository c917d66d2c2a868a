"""Stands in for a module that is not here: that fails when it is used, not when imported."""

from typing import Any, NoReturn

_BY_NAME = frozenset({"__version__", "__file__", "__path__"})  # of modules alone


class Absent:
    """A module that is not here, or a part of one: it can be named, and any use of it raises.

    Parts, subscripts and unions of it are absent, too, so that annotations such as
    `frame: pd.DataFrame | None` do no harm. Nothing of it is in `sys.modules`.
    """

    __slots__ = ("_module", "_place")
    __all__ = ()  # what `from module import *` takes

    def __init__(self, module: str, place: str) -> None:
        object.__setattr__(self, "_module", module)
        object.__setattr__(self, "_place", place)

    def __getattr__(self, name: str) -> "Absent":
        if name in _BY_NAME:
            _raise(self)
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, key: object) -> "Absent":
        return self

    def __or__(self, other: object) -> "Absent":
        return self

    __ror__ = __or__
    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return f"<{_module_of(self)}, which is not here>"

    def __setattr__(self, name: str, value: object) -> None:
        _raise(self)

    @classmethod
    def __torch_function__(
        cls, function: object, types: object, args: Any = (), kwargs: Any = None
    ) -> NoReturn:
        """Raise for the first absent argument of a function of torch's."""
        _raise(next(one for one in _flat([*args, *(kwargs or {}).values()])))


def _flat(values: Any) -> Any:
    for value in values:
        if type(value) is Absent:
            yield value
        elif isinstance(value, list | tuple):
            yield from _flat(value)


def _module_of(absent: Absent) -> str:
    return str(object.__getattribute__(absent, "_module"))


def _raise(absent: Absent) -> NoReturn:
    module, place = _module_of(absent), object.__getattribute__(absent, "_place")
    raise ModuleNotFoundError(f"No module named '{module}' (imported in {place})", name=module)


def _used(self: Absent, *_: object, **__: object) -> NoReturn:
    _raise(self)


# Whatever is done with an object but naming it: calls, operators, conversions, iteration, …
_USES = (
    "call add radd iadd sub rsub isub mul rmul imul matmul rmatmul imatmul truediv rtruediv "
    "itruediv floordiv rfloordiv ifloordiv mod rmod imod divmod rdivmod pow rpow ipow lshift "
    "rlshift rshift rrshift and rand iand xor rxor ixor ior neg pos abs invert round trunc floor "
    "ceil eq ne lt le gt ge bool int float complex index len iter next reversed contains setitem "
    "delitem enter exit aenter aexit aiter anext await format bytes fspath array instancecheck "
    "subclasscheck mro_entries delattr"
)
for _use in _USES.split():
    setattr(Absent, f"__{_use}__", _used)
