"""Do samples follow the law of the model they came from, and in which order were they made?"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import torch
from torch import Tensor

from autograder.probes.oracles import Hash, Law
from autograder.probes.order import Layout

ALPHA = 3e-8  # false alarms of each of the three statistical tests
FALSE_ALARM = 3 * ALPHA  # of all of them together, for one law
ROUNDING = 1e-6  # nats: what sums over all draws may be off, also where every draw costs the same
DRAWS = 6_000  # images: 10 % of temperature is then some 15 standard deviations
# Draws from a steep law of 8 values or more, some 1.2 nats² each: 3 % of temperature is then some
# 9 standard deviations, where 6 are allowed: one such sampler in 700 is not told.
MANY_DRAWS = 80_000
RARE = 0.01  # values below are those that top-p leaves out and that smoothing makes common
OFTEN = 40  # a value that should come so often, and never does, is left out


@dataclass(frozen=True)
class Fit:
    """How three tests judge samples; each statistic is to stay below its limit.

    `cell` is the largest N · KL(observed || expected) of any cell, `pooled` how much longer the
    code of all draws is than their entropy, both in nats; `tally`, the largest share of its limit
    that a count over all entries is off.
    """

    cell: float
    cell_limit: float
    pooled: float
    pooled_limit: float
    tally: float

    @property
    def good(self) -> bool:
        """Say whether all tests accept."""
        apart = abs(self.pooled) < self.pooled_limit and self.tally < 1
        return self.cell < self.cell_limit and apart


def violations(law: Hash, sequences: Tensor, free: Tensor) -> Tensor:
    """Say which free entries are not the hash of those before them, bool (B, n)."""
    return (law.values(sequences) != sequences) & free


def fit(law: Law, sequences: Tensor, free: Tensor) -> Fit:
    """Test sequences (B, n) against a law, at the entries that were drawn (`free`, bool (B, n)).

    Three tests, each wrong with probability at most ALPHA for right samples, whatever their number:

    - For each cell (entry, past, value), N · kl(p̂, p) ≤ ln(2 cells / ALPHA). Given the pasts of all
      images, the N draws after one past are independent with the same p; Chernoff's bound gives
      exp(-t) for either side, and the union bound adds up sides and cells.
    - For S, the sum of -log p(draw) - entropy over all draws, which gathers small deviations such
      as a temperature: Freedman's bound for martingales, P(S ≥ t) ≤ exp(-t² / (2 (v + b t / 3))),
      for either side. The law alone gives v and b, so neither depends on the draws: v counts
      each entry with the largest variance of its pasts, b is the largest step of any past.
    - The same bound, with ALPHA shared out, for how often each value comes at all entries
      together, and how often any value whose probability is below RARE.
    """
    counts, table = _counts(law, sequences, free), law.given().log_softmax(2)
    drawn, probs = free.sum(0), table.exp()
    # What never comes has no cost that could be averaged: the cells tell of it.
    surplus = torch.where(probs > 0, -table - _entropy(probs).unsqueeze(2), 0.0)
    kinds = torch.eye(table.shape[2], dtype=torch.bool).unsqueeze(1).unsqueeze(1)
    tallies = [one.double() - (probs * one).sum(2, keepdim=True) for one in (*kinds, probs < RARE)]
    share = ALPHA / len(tallies)
    return Fit(
        _worst_cell(counts, probs),
        math.log(2 * counts.numel() / ALPHA),
        (counts * surplus).sum().item(),
        _freedman(surplus, probs, drawn, ALPHA),
        max(
            abs((counts * one).sum().item()) / _freedman(one, probs, drawn, share)
            for one in tallies
        ),
    )


def _counts(law: Law, sequences: Tensor, free: Tensor) -> Tensor:
    """Count draws by entry, past and value, float64 (n, contexts, V)."""
    size, contexts, values = law.given().shape
    cells = (torch.arange(size) * contexts + law.context(sequences)) * values + sequences
    return (
        torch.bincount(cells[free], minlength=size * contexts * values)
        .double()
        .view(size, contexts, values)
    )


def _worst_cell(counts: Tensor, probs: Tensor) -> float:
    draws = counts.sum(2, keepdim=True)
    kl = _binary_kl(counts / draws.clamp_min(1), probs)
    return (draws * torch.where(draws > 0, kl, 0.0)).max().item()


def _binary_kl(p: Tensor, q: Tensor) -> Tensor:
    """Return kl(p || q) of Bernoulli laws elementwise, in nats; infinite where q excludes p."""
    parts: list[Tensor] = [torch.special.xlogy(a, a / b) for a, b in ((p, q), (1 - p, 1 - q))]
    return sum((part.nan_to_num(nan=0.0, posinf=torch.inf) for part in parts), torch.zeros_like(p))


def _freedman(scores: Tensor, probs: Tensor, drawn: Tensor, alpha: float) -> float:
    """Return the t that a sum of scores exceeds, on either side, with probability at most alpha.

    Args: `scores` with mean zero after each past, and `probs`, both (n, contexts, V); `drawn`, how
    many draws each entry has, (n,).
    """
    variance = (probs * scores.square()).sum(2).amax(1)
    total = (variance * drawn).sum().item()
    need, step = math.log(2 / alpha), scores.abs().max().item()
    linear = step * need / 3
    return linear + math.sqrt(linear**2 + 2 * total * need) + ROUNDING


def _entropy(probs: Tensor) -> Tensor:
    entropy: Tensor = torch.special.entr(probs).sum(2)
    return entropy


@dataclass(frozen=True)
class Bent:
    """A law whose logits were misused in a known way, to name a mistake."""

    law: Law
    misuse: Callable[[Tensor], Tensor]

    @property
    def contexts(self) -> int:
        """Tell apart the same pasts as the law."""
        return self.law.contexts

    def given(self) -> Tensor:
        """Return the law's tables, misused."""
        return self.misuse(self.law.given())

    def context(self, sequences: Tensor) -> Tensor:
        """Return the law's pasts."""
        return self.law.context(sequences)

    def logits(self, sequences: Tensor) -> Tensor:
        """Return the logits that the mistake makes of the law's."""
        return self.misuse(self.law.logits(sequences))


def _sigmoid_twice(logits: Tensor) -> Tensor:
    """Return logits such that P(1) = sigmoid(sigmoid(l)), for two values; else the logits."""
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
# What is a matter of more or less, each at some strengths: the likeliest is named.
TEMPERATURES: Mapping[str, Sequence[float]] = {
    "argmax": (1e-3,),
    "colder": (0.7,),
    "slightly colder": (0.9, 0.95, 0.975),
    "slightly warmer": (1.1, 1.05, 1.025),
    "warmer": (1.5,),
}
SMOOTHED = (0.003, 0.01, 0.03, 0.1)  # shares of uniform draws


def _degrees() -> Iterator[tuple[str, Callable[[Tensor], Tensor]]]:
    """Return every strength of each mistake that has some."""
    for name, temperatures in TEMPERATURES.items():
        for temperature in temperatures:
            yield name, partial(torch.mul, other=1 / temperature)
    for share in SMOOTHED:
        yield "smoothed", partial(_smoothed, share)


def _smoothed(share: float, logits: Tensor) -> Tensor:
    return ((1 - share) * logits.softmax(2) + share / logits.shape[2]).log()


def likeliest_mistake(law: Law, sequences: Tensor, free: Tensor) -> str:
    """Name the mistake that explains samples best; '' if none does.

    One of MISUSES or TEMPERATURES, "smoothed", "same draw" when a past decides what follows it in
    all images, or "never drawn" when a value does not come though it should come OFTEN. What is a
    matter of degree is a direction, so the nearest one is named; other mistakes have to fit.
    """
    counts, table = _counts(law, sequences, free), law.given().log_softmax(2)
    if ((counts > 0).sum(2) <= 1).all():
        log_probs = law.logits(sequences)
        likeliest = (sequences == log_probs.argmax(2)) | ~free
        return "argmax" if likeliest.all() else "same draw"
    if ((counts == 0) & (counts.sum(2, keepdim=True) * table.exp() >= OFTEN)).any():
        return "never drawn"
    exact = [(name, m) for name, m in MISUSES.items() if fit(Bent(law, m), sequences, free).good]
    score = [(_explained(law, m, counts), name) for name, m in (*exact, *_degrees())]
    best, name = max(score, key=lambda scored: scored[0])
    return name if best > _explained(law, lambda logits: logits, counts) + 20 else ""


def _explained(law: Law, misuse: Callable[[Tensor], Tensor], counts: Tensor) -> float:
    """Return the log-likelihood of draws under a misused law."""
    table = misuse(law.given()).log_softmax(2)
    return torch.where(counts > 0, counts * table, 0.0).sum().item()


def written_order(inputs: Sequence[Tensor], result: Tensor, layout: Layout) -> list[list[int]]:
    """Return which entries changed from each input to the next, and to the result at last.

    Args: `inputs`, what the model was called with; `result`, (B, *shape). Entries in any image
    of the batch count. Empty when the inputs are not whole batches.
    """
    steps = [*inputs, result.to(inputs[-1].dtype)] if inputs else []
    if any(step.shape != result.shape for step in steps):
        return []
    frames = [layout.sequences(step).nan_to_num(nan=-1.0) for step in steps]
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


def order_name(layout: Layout, written: Sequence[Sequence[int]]) -> str:
    """Name the order in which entries were written first.

    One of "raster", "columns before rows", "right to left", "channel by channel", "channels
    backwards", "backwards", "all at once", "pixel at once", "row at once", "never", "unknown"
    (nothing to go by), "other", or one that the layout names.
    """
    if not written:
        return "unknown"
    if not any(written[:-1]):
        return "all at once" if len(written) == 1 else "never"
    if any(len(step) > 1 for step in written[:-1]):
        return _together(layout, written)
    first = list(dict.fromkeys(entry for step in written for entry in step))
    if name := layout.named_order(first):
        return name
    for name, key in ORDERS.items():
        ranks = [key(*layout.place(entry)) for entry in first]
        if ranks == sorted(ranks):
            return name
    return "other"


def _together(layout: Layout, written: Sequence[Sequence[int]]) -> str:
    """Name what entries that are written in one step have in common."""
    places = [[layout.place(entry) for entry in step] for step in written]
    if all(len({(i, j) for i, j, _ in step}) <= 1 for step in places):
        return "pixel at once"
    if all(len({i for i, _, _ in step}) <= 1 for step in places):
        return "row at once"
    return "other"
