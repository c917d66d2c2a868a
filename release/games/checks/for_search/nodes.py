"""A path of nodes, and what `backup` makes of it."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
import torch
from torch import Tensor
from autograder.checking.compare import detail_of, mistake_in
from autograder.checking.games import GivenPath
from autograder.checking.student import Failed, Student
from autograder.text.i18n import said
OTHER = said('`backup` leaves other visits or totals in the nodes.')
NO_SIGN = said('The value changes its sign at every move: what is good for one player is bad for the other.')
MINUS = said('The value changes its sign at every move, not once for all.')
THE_MOVERS = said('The other way round: `value` is for the player to move after the last move, so who chose that move gets minus it. A total is for the player who chose there.')
FROM_ROOT = said('Signs are counted from the last move, which gets minus the value, back to the root. Yours are counted from the root, and are right where the number of moves is odd alone.')
FROM_ROOT_TOO = said('Signs are counted from the last move, which gets minus the value, back to the root. Yours are counted from the root, and are right where the number of moves is even alone.')
MEAN = said('`total` is a sum, no mean: add the value.')
UNTOLD = said('The value is missing: add it to `total`.')
VALUE_COUNTED = said('1 more visit at each move, whatever its value.')
ALL_MOVES = said('Tell all moves on the way, back to the root, not the last one alone.')
AT_THE_ACTION = said('Visits and totals change at the action alone, not at all moves of a node.')
COUNT = said('The visits are missing: 1 more at each move of the path.')
REPLACED = said('`total` takes up the value: add it to what is there.')

@dataclass(frozen=True)
class Way:
    """A path: visits and totals (L, A) of its nodes, the action at each, and the value at its
    end.
    """
    visits: Tensor
    total: Tensor
    actions: Sequence[int]
    value: float

    def chosen(self) -> Tensor:
        """Return 1 at the action of each node, else 0, float64 (L, A)."""
        picked = torch.tensor(self.actions)[:, None]
        return torch.zeros(self.total.shape, dtype=torch.float64).scatter_(1, picked, 1.0)

    def row(self, visits: Tensor, total: Tensor) -> Tensor:
        """Return visits and totals in one row, what two functions make of them compares by."""
        return torch.cat([visits.double().flatten(), total.double().flatten()])

def require_backed_up(student: Student, ways: Sequence[Way], want: Tensor, slips: Mapping[str, Tensor], *, near: float, by_name: bool=True) -> None:
    """Raise Failed unless `backup` leaves `want` in the nodes of all ways, in a row."""
    paths = [_backed_up(student, way, by_name=by_name) for way in ways]
    got = torch.cat([way.row(*path.numbers()) for path, way in zip(paths, ways, strict=True)])
    if not bool(((got - want).abs() <= near * (1 + want.abs())).all()):
        told = mistake_in(got, want, near, OTHER, slips)
        raise Failed(told, detail=detail_of(got, want, near))

def _backed_up(student: Student, way: Way, *, by_name: bool=True) -> GivenPath:
    """Return a path after `backup`; what that returns is left open."""
    path = GivenPath.of(student, way.visits, way.total, way.actions)
    if by_name:
        student.construct('backup', path=path.pairs, value=way.value)
    else:
        student.construct('backup', path.pairs, way.value)
    return path
