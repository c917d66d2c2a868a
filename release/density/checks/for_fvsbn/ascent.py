"""Asking `ascent_step`: where the parameters of a model stand after a step, and what it returns."""
from dataclasses import dataclass
import torch
from torch import Tensor
from autograder.checking.calls import plain_by_name
from autograder.checking.compare import detail_of, gap, mistake_in
from autograder.checking.floats import float_of
from autograder.checking.ratio import unit_off
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Failed, Handle, NoGradient, Student
from autograder.text.i18n import said
from .model import NAMES, parameters_of, raw_log_prob
STEP = 'ascent_step'
MOVED = 'ascent_step: the step'
CLOSE = 1e-09
NOT_PLAIN = said('This is not plain gradient ascent: parameter + learning_rate · gradient was asked for.')

@dataclass(frozen=True)
class Step:
    """One step to ask for: a model, rows, a rate, and what `.grad` of each parameter holds."""
    model: Handle
    x: Tensor
    rate: float
    held: dict[str, Tensor]

    def taken(self, student: Student) -> None:
        """Ask; raises Failed unless the model is a step further and the mean before it came back.

        The gradient is that of the student's own log_prob, so that its mistakes cost points once.
        """
        before, mean = (parameters_of(self.model), float(raw_log_prob(self.model, self.x).mean()))
        gradients = self._gradients()
        given = {'model': self.model, 'x': self.x, 'learning_rate': self.rate}
        answer = plain_by_name(student, STEP, **given)
        self._require_moved(student, before, gradients)
        self._require_mean(student, answer, mean)

    def _gradients(self) -> dict[str, Tensor]:
        share = torch.full((len(self.x),), 1 / len(self.x), dtype=self.x.dtype)
        try:
            return self.model.parameter_gradients('log_prob', self.x, cotangent=share)
        except NoGradient:
            message = said('`log_prob` has no gradient by `weight` and `bias`: nothing can learn.')
            raise Failed(message) from None

    def _require_moved(self, student: Student, before: dict[str, Tensor], gradients: dict[str, Tensor]) -> None:
        zero = {name: torch.zeros_like(one) for name, one in before.items()}
        gradient = _row({**zero, **{name: gradients[name] for name in NAMES if name in gradients}})
        moved = _row(parameters_of(self.model)) - _row(before)
        got, want = (student.scales.corrected(MOVED, moved), self.rate * gradient)
        allowed = CLOSE * max(1.0, *(float(one.abs().max()) for one in before.values()))
        if gap(got, want) <= allowed:
            return
        slips = self._step_slips(want, before['weight'].numel())
        if self.held:
            still = said('The gradient of an earlier call is still there.')
            slips[still] = want + self.rate * _row({**zero, **self.held})
        message = mistake_in(got, want, allowed, NOT_PLAIN, slips)
        scale = unit_off(MOVED, got, want, allowed)
        raise Failed(message, detail=detail_of(got, want, allowed), scale=scale)

    def _step_slips(self, step: Tensor, size: int) -> SlipAnswers:
        """Return how far mistakes move the parameters, `size` of which are those of `weight`."""
        first, second = (step.clone(), step.clone())
        first[size:], second[:size] = (0, 0)
        return {'Move the parameters in place: they are where they were.': 0 * step, 'The step goes down: add the gradient.': -step, 'That is the gradient of the sum; the mean was asked.': len(self.x) * step, 'One call is one step: one step was asked for, and these are two.': 2 * step, 'All parameters move, `bias` too.': first, 'All parameters move, `weight` too.': second}

    def _require_mean(self, student: Student, answer: object, mean: float) -> None:
        told = torch.tensor(float_of(student, STEP, answer), dtype=torch.float64)
        got, want = (student.scales.corrected(STEP, told), torch.tensor(mean, dtype=torch.float64))
        allowed = CLOSE * max(1.0, abs(mean))
        if gap(got, want) <= allowed:
            return
        after = raw_log_prob(self.model, self.x).mean()
        slips: dict[str, Tensor] = {said('The sign is turned round.'): -want, said('Return the value before the step, not the one after it.'): after, said('Return the mean over the rows, not their sum.'): want * len(self.x)}
        wrong = said('It does not return the mean log-likelihood before the step.')
        message = mistake_in(got, want, allowed, wrong, slips)
        scale = (STEP, -1.0) if gap(got, -want) <= allowed else None
        raise Failed(message, detail=detail_of(got, want, allowed), scale=scale)

def _row(named: dict[str, Tensor]) -> Tensor:
    return torch.cat([named[name].double().flatten() for name in NAMES])
