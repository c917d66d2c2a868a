"""What `summary` says of a network's layers: read, and compared layer by layer."""
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
import torch
from torch import Tensor
from autograder.checking.compare import named_mistake
from autograder.checking.reply import as_float
from autograder.checking.slips import Slips, evaluated
from autograder.checking.student import Failed, Student
from autograder.checking.transport import WrongForm
from autograder.checking.whole import int_of
from autograder.text.i18n import listed, said
Layers = Sequence[tuple[Any, ...]]
KEYS = ('shape', 'parameters', 'field')
LIST = said('A list was asked for, with a dict for each layer.')
DICTS = said('Each layer has a dict. Its keys are {keys}.', keys=', '.join(KEYS))
SHAPE = said('`shape` is a tuple of ints, without the batch.')
BOTH_SIDES = said('H and W have sizes of their own.')

@dataclass(frozen=True)
class Told:
    """What a student's `summary` says of one layer after the other."""
    student: Student
    rows: Sequence[dict[str, Any]]
    layers: Layers

    @classmethod
    def read(cls, student: Student, answer: object, layers: Layers) -> 'Told':
        """Return an answer; raises Failed unless it has a dict with all keys for each layer."""
        if not isinstance(answer, list) or len(answer) != len(layers):
            raise WrongForm(LIST)
        if not all((isinstance(row, dict) and set(KEYS) <= set(row) for row in answer)):
            raise WrongForm(DICTS)
        return cls(student, answer, layers)

    def require_shapes(self, want: Sequence[tuple[int, ...]]) -> None:
        """Raise Failed at the first layer whose output has another shape."""
        for place, (row, due) in enumerate(zip(self.rows, want, strict=True)):
            if not isinstance(row['shape'], list):
                raise WrongForm(self.at(place, SHAPE))
            sides = [int_of(self.student, 'summary', side) for side in row['shape']]
            if tuple(sides) == due:
                continue
            message = self.at(place, _shape_told(sides, due))
            detail = said('Yours: {yours}. Expected: {expected}.', yours=str(sides), expected=str(list(due)))
            raise Failed(message, detail=detail)

    def numbers(self, key: str) -> Tensor:
        """Return the numbers of all layers, float64."""
        return torch.tensor([as_float(int_of(self.student, 'summary', row[key])) for row in self.rows], dtype=torch.float64)

    def at(self, place: int, told: str) -> str:
        """Return what is said of a layer, with its number and kind."""
        kind = self.layers[place][0]
        return listed([said('Layer {number}, {kind}:', number=place + 1, kind=kind), told])

def require_numbers(nets: Sequence[Told], key: str, want: Sequence[Tensor], slips: Slips) -> None:
    """Raise Failed unless these are the numbers of all layers of all networks.

    A mistake is named that fits them all, at the first layer that is wrong. Args: `want`, for each
    network; `slips`, what mistakes answer, one network after the other.
    """
    got, due = (torch.cat([told.numbers(key) for told in nets]), torch.cat(list(want)))
    if torch.equal(got, due):
        return
    first = int((got != due).int().argmax())
    layers = [(told, place) for told in nets for place in range(len(told.rows))]
    said_of = named_mistake(got, due, evaluated(slips, got, due, (), {}), 0.01)
    message = said_of or said('`{key}` is another number.', key=key)
    seen, right = (f'{float(side[first]):g}' for side in (got, due))
    detail = said('Yours: {yours}. Expected: {expected}.', yours=seen, expected=right)
    told, place = layers[first]
    raise Failed(told.at(place, message), detail=detail)

def _shape_told(sides: Sequence[int], due: tuple[int, ...]) -> str:
    """Return what is wrong with a shape."""
    if len(sides) == len(due) + 1:
        return SHAPE
    if len(due) == 3 and due[1] != due[2] and (list(sides[1:]) in ([due[1]] * 2, [due[2]] * 2)):
        return BOTH_SIDES
    return said('`shape` is another one.')
