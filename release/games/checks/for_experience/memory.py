"""A replay buffer asked: what it holds, in which order, and what it says of it."""
from collections.abc import Sequence
from typing import Any
import torch
from torch import Tensor
from autograder.checking.student import Failed, Handle, Student
from autograder.checking.transport import WrongForm
from autograder.checking.whole import int_of
from autograder.text.i18n import said
NAME = 'ReplayBuffer'
LIST = said('`{method}` returns a list of entries.', method='items')
LENGTH = said('`len(buffer)` is how many entries there are now.')
NEWEST_FIRST = said('`items` gives the oldest first: here the newest comes first.')
NOT_IN_ORDER = said('The right entries in another order: `items` gives the oldest first. In a ring of slots that is the slot which is written next.')
FULL = said('When it is full the oldest entry goes; here new ones are not taken in.')
TOO_MANY = said('It holds more than `capacity` entries: when it is full the oldest entry goes.')
SHARED = said('It holds entries that were not added to it: each buffer has its own list, which `__init__` makes.')
NONE_MISSING = said('None is an entry as any other: it does not mark an empty slot.')
AS_TENSORS = said('Entries are turned into tensors: any object is kept as it is.')
TOO_FEW = said('An entry goes too early: it holds `capacity` entries before the oldest goes.')
LAST_OUT = said('When it is full the oldest entry goes; here the newest one does.')
OTHER = said('`items` gives other entries than were added: each as it is, the oldest first.')

def filled(student: Student, capacity: int, entries: Sequence[Any]) -> Handle:
    """Make a buffer, and add entries in their order; what `add` returns is not looked at."""
    buffer = student.construct(NAME, capacity)
    for entry in entries:
        buffer.construct('add', entry)
    return buffer

def listed_of(value: object, told: str) -> list[Any]:
    """Return a list that came; raises WrongForm for anything else."""
    if not isinstance(value, list):
        raise WrongForm(told)
    return value

def require_length(student: Student, buffer: Handle, want: int) -> None:
    """Raise Failed unless `len` is right."""
    got = int_of(student, f'{NAME}.__len__', buffer.call_plain('__len__'), LENGTH)
    if got != want:
        raise Failed(LENGTH)

def require_items(student: Student, buffer: Handle, added: Sequence[Any], capacity: int) -> None:
    """Raise Failed unless a buffer holds the last of what was added, in order."""
    want = list(added[-capacity:])
    got = listed_of(buffer.call_plain('items'), LIST)
    if not alike(got, want):
        detail = said('Yours: {yours}. Expected: {expected}.', yours=str(got), expected=str(want))
        raise Failed(told_of_items(got, list(added), capacity), detail=detail)
    require_length(student, buffer, len(want))

def told_of_items(got: list[Any], added: list[Any], capacity: int) -> str:
    """Say what is wrong with the items of a buffer."""
    want = added[-capacity:]
    if len(got) > len(want):
        return TOO_MANY if alike(got, added[-len(got):]) else SHARED
    if _holds(got, Tensor) and (not _holds(want, Tensor)):
        return AS_TENSORS
    if any((one is None for one in want)) and alike(got, [one for one in want if one is not None]):
        return NONE_MISSING
    return _told_of_order(got, want, added, capacity)

def _holds(entries: list[Any], kind: type) -> bool:
    return any((isinstance(one, kind) for one in entries))

def _told_of_order(got: list[Any], want: list[Any], added: list[Any], capacity: int) -> str:
    """Say what is wrong with items of which there are not too many."""
    if len(want) > 1 and alike(got, want[::-1]):
        return NEWEST_FIRST
    if len(added) > capacity and alike(got, added[:capacity]):
        return FULL
    if len(added) > capacity and alike(got, [*added[:capacity - 1], added[-1]]):
        return LAST_OUT
    if len(got) < len(want) and alike(got, want[len(want) - len(got):]):
        return TOO_FEW
    if len(got) == len(want) and all((any((alike(one, due) for one in got)) for due in want)):
        return NOT_IN_ORDER
    return OTHER

def alike(one: Any, other: Any) -> bool:
    """Return whether two plain values are the same, tensors among them."""
    if isinstance(one, Tensor) or isinstance(other, Tensor):
        both = isinstance(one, Tensor) and isinstance(other, Tensor)
        return both and one.dtype == other.dtype and torch.equal(one, other)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        same_size = len(one) == len(other)
        return same_size and all((alike(a, b) for a, b in zip(one, other, strict=True)))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all((alike(one[k], other[k]) for k in one))
    return type(one) is type(other) and bool(one == other)
