"""Asking `report`: a model that is played, and what its four numbers should be."""
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
import torch
from torch import Tensor
from autograder.checking.compare import detail_of, gap, mistake_in
from autograder.checking.models.played import Known, PlayedTable
from autograder.checking.ratio import unit_off
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Failed, Student
from autograder.checking.transport import WrongForm
from autograder.text.i18n import said
from ..shared.floats import FLOAT, float_of
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

    def costs(self) -> tuple[Tensor, Tensor]:
        """Return the NLL of each row of train and of test, float64."""
        nats = -self.log_probs.double()
        return (nats[:len(self.train)], nats[len(self.train):])

    def want(self) -> Tensor:
        """Return the four numbers in the order of KEYS, float64 (4,)."""
        train, test = (nats.mean() for nats in self.costs())
        bits = test / (self.train.shape[1] * math.log(2))
        return torch.stack([train, test, bits, test - train])

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

def require_reports(cases: Sequence[Case], got: Tensor, asked: PlayedTable) -> None:
    """Raise Failed unless the numbers of several cases are right, (cases, 4).

    `asked` is the model of the last. Several cases tell a wrong unit from another mistake.
    """
    want = torch.stack([case.want() for case in cases])
    allowed = TOLERANCE * max(1.0, float(want.abs().max()))
    for place, key in enumerate(KEYS):
        yours, right = (got[:, place], want[:, place])
        if gap(yours, right) <= allowed:
            continue
        each = [_slips(case)[key] for case in cases]
        slips: Mapping[str, Tensor] = {text: torch.stack([slips[text] for slips in each]) for text in each[0]}
        wrong = EVERY_ROW if _is_missing(asked) else _what_it_is(key)
        message = _of(key, mistake_in(yours, right, allowed, wrong, slips))
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

def _slips(case: Case) -> Mapping[str, SlipAnswers]:
    """Return what mistakes make of each number."""
    train, test = case.costs()
    size, dims = (case.batch_size, case.train.shape[1])
    train_nats, test_nats = (train.mean(), test.mean())
    other = said('The training rows and test rows are mixed up.')
    return {'train_nats': {**_mean_slips(train, size, dims), other: test_nats}, 'test_nats': {**_mean_slips(test, size, dims), other: train_nats}, 'bits_per_dim': {}, 'gap_nats': {}}

def _mean_slips(nats: Tensor, size: int, dims: int) -> SlipAnswers:
    """Return what mistakes make of the mean of so many costs, asked in batches of a size."""
    mean, batches = (nats.mean(), torch.split(nats, size))
    whole = nats[:len(nats) // size * size]
    return {'The sign is turned round.': -mean, 'These are bits, no nats.': mean / math.log(2), 'Take the mean over the rows.': nats.sum(), 'This is divided by the number of dimensions.': mean / dims, "This is the mean of the batches' means: the rows of a short batch count for more.": torch.stack([batch.mean() for batch in batches]).mean(), 'The last batch is lost.': whole.sum() / len(nats), 'The last batch is lost, and its rows are not counted.': whole.sum() / max(1, len(whole)), 'Ask for every row: this is the mean of the first batch.': batches[0].mean(), 'Ask for every row: this is the mean of the last batch.': batches[-1].mean()}
