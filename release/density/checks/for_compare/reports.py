"""Asking `report`: a model that is played, and whether its four numbers are those due."""
from collections.abc import Mapping
from dataclasses import dataclass
import torch
from torch import Tensor
from autograder.checking.compare import detail_of, gap, mistake_in
from autograder.checking.floats import FLOAT, float_of
from autograder.checking.models.played import Known, PlayedTable
from autograder.checking.ratio import unit_off
from autograder.checking.student import Failed, Student
from autograder.checking.transport import WrongForm
from autograder.text.i18n import said
KEYS = ('train_nats', 'test_nats', 'bits_per_dim', 'gap_nats')
UNITS = {key: f'report.{key}' for key in KEYS}
TOLERANCE = 1e-05
EVERY_ROW = said('Ask for every row, and each is asked once.')
DEFAULT = 256

@dataclass(frozen=True)
class Case:
    """Rows (N, D) to train and to test on, no two equal, and their log-probabilities."""
    train: Tensor
    test: Tensor
    log_probs: Tensor
    batch_size: int = DEFAULT

    def played(self) -> PlayedTable:
        """Return a model that knows these rows and remembers what it was asked."""
        other = said('`model.log_prob` takes rows (B, D).')
        unknown = said('`model.log_prob` was given other rows than those of `train` and `test`.')
        rows = torch.cat([self.train, self.test])
        return PlayedTable(Known(rows, other, unknown), self.log_probs, 'log_prob')

@dataclass(frozen=True)
class Due:
    """The right numbers of several cases, (cases, 4), and by key what mistakes make of each."""
    numbers: Tensor
    slips: Mapping[str, Mapping[str, Tensor]]

def numbers_of(student: Student, answer: object) -> Tensor:
    """Return the four numbers, float64 (4,); raises Failed unless these are Python floats."""
    if not isinstance(answer, dict) or set(answer) != set(KEYS):
        keys = ', '.join(KEYS)
        raise WrongForm(said('A dictionary was asked for. The keys are {keys}.', keys=keys))
    each = [float_of(student, 'report', answer[key], _of(key, FLOAT)) for key in KEYS]
    told = torch.tensor(each, dtype=torch.float64)
    told = student.scales.corrected('report', told)
    pairs = zip(KEYS, told, strict=True)
    return torch.stack([student.scales.corrected(UNITS[key], one) for key, one in pairs])

def require_reports(due: Due, got: Tensor, asked: PlayedTable) -> None:
    """Raise Failed unless the numbers of several cases are right, (cases, 4).

    `asked` is the model of the last. Several cases tell a wrong unit from another mistake.
    """
    want = due.numbers
    allowed = TOLERANCE * max(1.0, float(want.abs().max()))
    for place, key in enumerate(KEYS):
        yours, right = (got[:, place], want[:, place])
        if gap(yours, right) <= allowed:
            continue
        wrong = EVERY_ROW if _is_missing(asked) else _what_it_is(key)
        message = _of(key, mistake_in(yours, right, allowed, wrong, due.slips[key]))
        whole = unit_off('report', got.flatten(), want.flatten(), allowed)
        scale = whole or unit_off(UNITS[key], yours, right, allowed)
        raise Failed(message, detail=detail_of(yours, right, allowed), scale=scale)

def _is_missing(model: PlayedTable) -> bool:
    """Say whether some row was never asked for."""
    asked = {number for rows in model.asked for number in rows.tolist()}
    return len(asked) < len(model.answers)

def _of(key: str, sentence: str) -> str:
    return said('"{key}": {mistake}', key=key, mistake=sentence)

def _what_it_is(key: str) -> str:
    if key == 'bits_per_dim':
        return said('bits_per_dim is test_nats / (D ln 2).')
    if key == 'gap_nats':
        return said('The gap is test less train.')
    return said('This is not the mean negative log-likelihood of the rows.')
