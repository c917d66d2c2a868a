"""Do samples follow the law of the model they came from, and in which order were they made?"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor

from autograder.probes.oracles import Hash, Law
from autograder.probes.order import Grid

ALPHA = 1e-7  # false alarms of each of the two statistical tests
FALSE_ALARM = 2 * ALPHA  # of both together, for one law
ROUNDING = 1e-6  # nats: what sums over all draws may be off, also where every draw costs the same
DRAWS = 6_000  # images: temperature 0.9 is then some 15 standard deviations away


@dataclass(frozen=True)
class Fit:
    """How two tests judge samples; each statistic is to stay below its limit.

    `cell` is the largest N · KL(observed || expected) of any cell, `pooled` how much longer the
    code of all draws is than their entropy, both in nats.
    """

    cell: float
    cell_limit: float
    pooled: float
    pooled_limit: float

    @property
    def good(self) -> bool:
        """Say whether both tests accept."""
        return self.cell < self.cell_limit and abs(self.pooled) < self.pooled_limit


def violations(law: Hash, sequences: Tensor, free: Tensor) -> Tensor:
    """Say which free entries are not the hash of those before them, bool (B, n)."""
    return (law.values(sequences) != sequences) & free


def fit(law: Law, sequences: Tensor, free: Tensor) -> Fit:
    """Test sequences (B, n) against a law, at the entries that were drawn (`free`, bool (B, n)).

    Two tests, each wrong with probability at most ALPHA for right samples, whatever their number:

    - For each cell (entry, past, value), N · kl(p̂, p) ≤ ln(2 cells / ALPHA). Given the pasts of all
      images, the N draws after one past are independent with the same p; Chernoff's bound gives
      exp(-t) for either side, and the union bound adds up sides and cells.
    - For S, the sum of -log p(draw) - entropy over all draws, which gathers small deviations such
      as a temperature: Freedman's bound for martingales, P(S ≥ t) ≤ exp(-t² / (2 (v + b t / 3))),
      for either side. The law alone gives v and b, so neither depends on the draws: v counts
      each entry with the largest variance of its pasts, b is the largest step of any past.
    """
    log_probs = law.logits(sequences).log_softmax(2)
    worst, cells = _worst_cell(law, sequences, free, log_probs.exp())
    pooled = _surplus(sequences, free, log_probs)
    limit = _freedman(law.given().log_softmax(2), free)
    return Fit(worst, math.log(2 * cells / ALPHA), pooled, limit)


def _worst_cell(law: Law, sequences: Tensor, free: Tensor, probs: Tensor) -> tuple[float, int]:
    counts, expected = _cells(law, sequences, free, probs)
    draws = counts.sum(2, keepdim=True)
    share = draws.clamp_min(1)
    kl = _binary_kl(counts / share, (expected / share).clamp(0, 1))
    return (draws * torch.where(draws > 0, kl, 0.0)).max().item(), counts.numel()


def _binary_kl(p: Tensor, q: Tensor) -> Tensor:
    """Give kl(p || q) of Bernoulli laws elementwise, in nats; infinite where q excludes p."""
    parts: list[Tensor] = [torch.special.xlogy(a, a / b) for a, b in ((p, q), (1 - p, 1 - q))]
    return sum((part.nan_to_num(nan=0.0, posinf=torch.inf) for part in parts), torch.zeros_like(p))


def _surplus(sequences: Tensor, free: Tensor, log_probs: Tensor) -> float:
    """Give the sum of code length minus entropy over all draws, nats."""
    code = -log_probs.gather(2, sequences.unsqueeze(2)).squeeze(2)
    return ((code - _entropy(log_probs)) * free).sum().item()


def _freedman(log_probs: Tensor, free: Tensor) -> float:
    """Give the t that the surplus exceeds, on either side, with probability at most ALPHA.

    Args: `log_probs` after each past, (n, contexts, V); `free`, the entries drawn, (B, n).
    """
    centred = log_probs + _entropy(log_probs).unsqueeze(2)
    variance = (log_probs.exp() * centred.square()).sum(2).amax(1)
    need, step = math.log(2 / ALPHA), centred.abs().max().item()
    linear = step * need / 3
    total = (variance * free.sum(0)).sum().item()
    return linear + math.sqrt(linear**2 + 2 * total * need) + ROUNDING


def _entropy(log_probs: Tensor) -> Tensor:
    return -(log_probs.exp() * log_probs).sum(2)


@dataclass(frozen=True)
class Bent:
    """A law whose logits were misused in a known way, to name a mistake."""

    law: Law
    mistake: str

    @property
    def contexts(self) -> int:
        """Tell apart the same pasts as the law."""
        return self.law.contexts

    def given(self) -> Tensor:
        """Give the law's tables, misused."""
        return self._bend(self.law.given())

    def context(self, sequences: Tensor) -> Tensor:
        """Give the law's pasts."""
        return self.law.context(sequences)

    def logits(self, sequences: Tensor) -> Tensor:
        """Give the logits that the mistake makes of the law's."""
        return self._bend(self.law.logits(sequences))

    def _bend(self, logits: Tensor) -> Tensor:
        if self.mistake in TEMPERATURES:
            return logits / TEMPERATURES[self.mistake]
        bent: Tensor = MISUSES[self.mistake](logits)
        return bent


TEMPERATURES: Mapping[str, float] = {
    "argmax": 1e-3,
    "colder": 0.7,
    "slightly colder": 0.9,
    "slightly warmer": 1.1,
    "warmer": 1.5,
}


def _sigmoid_twice(logits: Tensor) -> Tensor:
    """Give logits such that P(1) = sigmoid(sigmoid(l)), for two values; else the logits."""
    if logits.shape[2] != 2:
        return logits
    again = (logits[..., 1] - logits[..., 0]).sigmoid()
    return torch.stack([torch.zeros_like(again), again], 2)


MISUSES: Mapping[str, Callable[[Tensor], Tensor]] = {
    "softmax twice": lambda logits: logits.softmax(2),
    "sigmoid twice": _sigmoid_twice,
    "uniform": torch.zeros_like,
    "reversed": lambda logits: logits.flip(2),
}


def likeliest_mistake(law: Law, sequences: Tensor, free: Tensor) -> str:
    """Name the mistake that explains samples best; '' if none does.

    One of MISUSES or TEMPERATURES, or "same draw" when a past decides what follows it in all
    images, or "never drawn" when a value does not come though it should come at least 40 times. A
    temperature is a direction, so the nearest one is named; the other mistakes have to fit.
    """
    log_probs = law.logits(sequences).log_softmax(2)
    counts, expected = _cells(law, sequences, free, log_probs.exp())
    if ((counts > 0).sum(2) <= 1).all():
        likeliest = (sequences == log_probs.argmax(2)) | ~free
        return "argmax" if likeliest.all() else "same draw"
    if ((counts == 0) & (expected >= 40)).any():
        return "never drawn"
    exact = [m for m in MISUSES if fit(Bent(law, m), sequences, free).good]
    score = {m: _log_likelihood(Bent(law, m), sequences, free) for m in (*exact, *TEMPERATURES)}
    best = max(score, key=lambda mistake: score[mistake])
    return best if score[best] > _log_likelihood(law, sequences, free) + 20 else ""


def _cells(law: Law, sequences: Tensor, free: Tensor, probs: Tensor) -> tuple[Tensor, Tensor]:
    """Count draws by entry, past and value, and give what is expected: both (n, contexts, V)."""
    pasts, (_, size, num_values) = law.context(sequences), probs.shape
    counts = torch.zeros(size, law.contexts, num_values, dtype=torch.float64)
    expected = torch.zeros_like(counts)
    for past in range(law.contexts):
        chosen = (free & (pasts == past)).double().unsqueeze(2)
        counts[:, past] = (torch.nn.functional.one_hot(sequences, num_values) * chosen).sum(0)
        expected[:, past] = (probs * chosen).sum(0)
    return counts, expected


def _log_likelihood(law: Law, sequences: Tensor, free: Tensor) -> float:
    log_probs = law.logits(sequences).log_softmax(2)
    return (log_probs.gather(2, sequences.unsqueeze(2)).squeeze(2) * free).sum().item()


def written_order(inputs: Sequence[Tensor], result: Tensor, grid: Grid) -> list[list[int]]:
    """Give which entries changed from each input to the next, and to the result at last.

    Args: `inputs`, what the model was called with; `result`, (B, C, H, W). Entries in any image
    of the batch count. Empty when the inputs are not whole batches.
    """
    steps = [*inputs, result.to(inputs[-1].dtype)] if inputs else []
    if any(step.shape != result.shape for step in steps):
        return []
    frames = [grid.sequences(step).nan_to_num(nan=-1.0) for step in steps]
    changed = [(a != b).any(0) for a, b in pairwise(frames)]
    return [step.nonzero().flatten().tolist() for step in changed]


ORDERS: Mapping[str, Callable[[int, int, int], tuple[int, int, int]]] = {
    "raster": lambda i, j, c: (i, j, c),
    "columns before rows": lambda i, j, c: (j, i, c),
    "right to left": lambda i, j, c: (i, -j, c),
    "channel by channel": lambda i, j, c: (c, i, j),
    "channels backwards": lambda i, j, c: (i, j, -c),
    "backwards": lambda i, j, c: (-i, -j, -c),
}  # sort keys of (row, column, channel)


def order_name(grid: Grid, written: Sequence[Sequence[int]]) -> str:
    """Name the order in which entries were written first.

    One of "raster", "columns before rows", "right to left", "channel by channel", "channels
    backwards", "backwards", "all at once", "pixel at once", "row at once", "never", "unknown"
    (nothing to go by), "other".
    """
    if not written:
        return "unknown"
    if not any(written[:-1]):
        return "all at once" if len(written) == 1 else "never"
    if any(len(step) > 1 for step in written[:-1]):
        return _together(grid, written)
    first = list(dict.fromkeys(entry for step in written for entry in step))
    for name, key in ORDERS.items():
        ranks = [key(*grid.place(entry)) for entry in first]
        if ranks == sorted(ranks):
            return name
    return "other"


def _together(grid: Grid, written: Sequence[Sequence[int]]) -> str:
    """Name what entries that are written in one step have in common."""
    places = [[grid.place(entry) for entry in step] for step in written]
    if all(len({(i, j) for i, j, _ in step}) <= 1 for step in places):
        return "pixel at once"
    if all(len({i for i, _, _ in step}) <= 1 for step in places):
        return "row at once"
    return "other"
