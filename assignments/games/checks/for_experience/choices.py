"""The law of epsilon-greedy choices: exact, cell by cell, and the laws of the usual mistakes."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.student import Failed
from autograder.text.i18n import as_said, listed, said

HIDDEN = True  # never released

ALPHA = 1e-8  # that a right answer's count strays in any cell of a law
ROWS = 12_000
CASES: tuple[tuple[int, float], ...] = ((3, 0.3), (2, 0.5), (5, 0.6), (4, 1.0))
BATCH, MANY, CALLS, SPREAD = 64, 200, 40, 4
# That so many counts of 64 coins all lie in one window of five: 61 windows, of 0.47 at most.
WINDOW_ALPHA = 61 * 0.47**CALLS

OTHER_LAW = said("The actions do not follow the law: with probability epsilon any, else the best.")
ONE_COIN = said("Each row tries in each row by itself: here one coin decides for the whole batch.")
ONE_ACTION = said(
    "Rows that try draw an action in each row by itself: here all of a batch take the same one."
)
TOO_EVEN = said(
    "Each row tries with probability epsilon, in each row by itself: here nearly the same number "
    "of rows tries in every batch."
)

Choose = Callable[[Tensor, float], Tensor]


@dataclass(frozen=True)
class Choosing:
    """Q-values (B, A), no two of a row alike, and the probability of a try."""

    q: Tensor
    epsilon: float

    @property
    def actions(self) -> int:
        """A."""
        return self.q.shape[1]

    @property
    def best(self) -> Tensor:
        """The best action of each row, int64 (B,)."""
        return self.q.argmax(1)

    @property
    def greedy(self) -> Tensor:
        """The law of best actions, (B, A)."""
        return torch.nn.functional.one_hot(self.best, self.actions).double()

    def mixed(self, tried: Tensor, epsilon: float) -> Tensor:
        """Return the law (B, A) of trying by the law `tried` with probability epsilon."""
        return (1 - epsilon) * self.greedy + epsilon * tried

    @property
    def law(self) -> Tensor:
        """The right law, (B, A)."""
        return self.mixed(torch.full_like(self.greedy, 1 / self.actions), self.epsilon)

    def follows(self, actions: Tensor, law: Tensor) -> bool:
        """Say whether actions stay within Chernoff's bound of a law of rows, in every cell.

        Cells are those of the best action and the one that was chosen, and the ranks of the latter.
        """
        chosen = torch.nn.functional.one_hot(actions, self.actions).double()
        ranks = self.q.argsort(1)
        limit = math.log(2 * self.actions * (self.actions + 1) / ALPHA)
        return all(
            bool((len(part) * _kl(part.mean(0), due.mean(0)) <= limit).all())
            for part, due in (
                *((chosen[self.best == a], law[self.best == a]) for a in range(self.actions)),
                (chosen.gather(1, ranks), law.gather(1, ranks)),
            )
        )

    def mistakes(self) -> Mapping[str, Tensor]:
        """Return the laws of mistakes, (B, A), by the sentence that names each."""
        even, actions, epsilon = torch.ones_like(self.greedy), self.actions, self.epsilon
        others = (even - self.greedy) / max(1, actions - 1)
        not_last, not_first = even.clone(), even.clone()
        not_last[:, -1], not_first[:, 0] = 0, 0
        least = torch.nn.functional.one_hot(self.q.argmin(1), actions).double()
        return {
            said("A try is any action, the best one included: here it never is."): (
                self.mixed(others, epsilon)
            ),
            said("It tries with probability epsilon: here with 1 − epsilon."): (
                self.mixed(even / actions, 1 - epsilon)
            ),
            said("It never tries: with probability epsilon the action is any."): self.greedy,
            said("It always tries: else the action is the best."): even / actions,
            said("A try is drawn uniformly: here the last action never is."): (
                self.mixed(not_last / max(1, actions - 1), epsilon)
            ),
            said("A try is drawn uniformly: here the first action never is."): (
                self.mixed(not_first / max(1, actions - 1), epsilon)
            ),
            said("A try is drawn uniformly: here by a softmax of the Q-values."): (
                self.mixed(self.q.double().softmax(1), epsilon)
            ),
            said("A try is drawn uniformly: here it is always the worst action."): (
                self.mixed(least, epsilon)
            ),
            said("A try is drawn uniformly: here it is always the first action."): (
                self.mixed(even - (not_first > 0).double(), epsilon)
            ),
            said("Actions are drawn by a softmax of the Q-values: take the best, or any."): (
                self.q.double().softmax(1)
            ),
            said("It tries with probability epsilon: here with half of it."): (
                self.mixed(even / actions, epsilon / 2)
            ),
        }


def _kl(seen: Tensor, expected: Tensor) -> Tensor:
    """Return the divergence of one share from another, infinite where what cannot be was seen."""
    found: Tensor = torch.zeros_like(seen)
    for one, other in ((seen, expected), (1 - seen, 1 - expected)):
        found = found + torch.special.xlogy(one, one / other).nan_to_num(0.0, math.inf)
    return found


def drawn_choosing(ctx: Context) -> Iterator[Choosing]:
    """Draw Q-values whose best stands anywhere; every action is the best of many rows."""
    for actions, epsilon in CASES:
        steps = torch.arange(actions) + 0.5 * ctx.rand(actions)
        order = ctx.rand(ROWS, actions).argsort(1)
        yield Choosing(steps[order], epsilon)


def require_law(choose: Choose, case: Choosing) -> None:
    """Raise Failed, naming the mistake, unless actions follow the law. False alarms: ALPHA."""
    actions = choose(case.q, case.epsilon)
    if case.follows(actions, case.law):
        return
    named = [as_said(told) for told, law in case.mistakes().items() if case.follows(actions, law)]
    raise Failed(listed([OTHER_LAW, *named[:1]]))


def require_own_rows(ctx: Context, choose: Choose) -> None:
    """Raise Failed unless each row of a batch tries by itself. False alarms: WINDOW_ALPHA.

    That all rows that try take one action of 200, or that all or none do, is rarer by far.
    """
    tries = []
    for _ in range(CALLS):
        q = ctx.rand(BATCH, MANY)
        actions = choose(q, 0.5)
        found = actions[actions != q.argmax(1)]
        tries.append(len(found))
        if len(found) > BATCH // 8 and len(set(found.tolist())) == 1:
            raise Failed(ONE_ACTION)
    if all(count < BATCH // 16 or count > BATCH - BATCH // 16 for count in tries):
        raise Failed(ONE_COIN)
    if max(tries) - min(tries) <= SPREAD:
        raise Failed(TOO_EVEN)
