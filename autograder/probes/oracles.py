"""Models that the grader plays, with laws that are known exactly, to question a sampler."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import torch
from torch import Tensor

from autograder.probes.order import Layout
from autograder.text.i18n import said

CERTAIN, NEVER = 50.0, -150.0  # logits of a certain value and of others: exp(-200) rounds to zero
SPREAD = 1.2  # nats, of the logits of a drawn law
# Nats that a steep law's likeliest value has before the next one, besides those that each value
# has before the next: the code length of a draw then varies by some 1.2 nats², near the most that 8
# values can, which is what tells a temperature. The rarest of 8 comes about once in 600 draws.
LEAD, STEP = 0.9, 0.75
# Nats of a Coin's repeats: a sampler on float32 numbers may go astray once in 2^24 draws (a uniform
# number of exactly 0), and where that were impossible by the law it would be a false alarm.
REPEATS = 8.0
KEPT_BYTES = 1 << 24
ROWS_AT_ONCE = 8_192  # of one call: more would only take more memory
ROUNDINGS = 2.0**-22  # relative: two units in the last place of float32


class Law(Protocol):
    """An autoregressive law over the sequences of a grid."""

    @property
    def contexts(self) -> int:
        """How many different pasts an entry tells apart; 0 if they are not counted."""

    def given(self) -> Tensor:
        """Return the logits of each entry after each past, float64 (n, contexts, V)."""

    def context(self, sequences: Tensor) -> Tensor:
        """Return which past each entry of sequences (B, n) has, int64 (B, n) below `contexts`."""

    def logits(self, sequences: Tensor) -> Tensor:
        """Return every entry's logits given what stands before it, float64 (B, n, V)."""


@dataclass(frozen=True)
class Hash:
    """Every entry is certain: a keyed hash of *all* entries before it.

    A sampler that reads a stale image, the wrong entry or another order cannot get it right: a
    wrong past gives a wrong value with probability 1 - 1/V at each entry.
    """

    grid: Layout
    key: int
    contexts: int = 0

    def context(self, sequences: Tensor) -> Tensor:
        """Hold no statistics: a hash is checked exactly."""
        return torch.zeros_like(sequences)

    def given(self) -> Tensor:
        """Hold no table: there are as many pasts as images."""
        return torch.zeros(self.grid.size, 0, self.grid.num_values, dtype=torch.float64)

    def values(self, sequences: Tensor) -> Tensor:
        """Return the value of every entry that follows from those before it, int64 (B, n)."""
        keys = self._keys
        # A key of its own for each place, so that two entries that swap their values are told.
        parts = _mixed(_mixed(keys[0] + sequences) ^ keys[0])
        past = parts.cumsum(1) - parts
        return _mixed((past ^ keys[1]) & 0xFFFFFFFF) % self.grid.num_values

    @cached_property
    def _keys(self) -> Tensor:
        """Draw two keys for each entry, int64 (2, n)."""
        draw = torch.Generator().manual_seed(self.key)
        return torch.randint(1 << 31, (2, self.grid.size), generator=draw)

    def logits(self, sequences: Tensor) -> Tensor:
        """Return +50 for the value that follows and -150 for all others, float64 (B, n, V)."""
        chosen = torch.nn.functional.one_hot(self.values(sequences), self.grid.num_values)
        return NEVER + (CERTAIN - NEVER) * chosen.double()


def _mixed(state: Tensor) -> Tensor:
    """Mix 32 bits so that each input bit turns about half of the output's, one to one.

    Multiply and shift, twice: T. Mueller's 32-bit integer hash. Products stay below 2^63.
    """
    for _ in range(2):
        state = ((state >> 16) ^ state) * 0x45D9F3B & 0xFFFFFFFF
    return (state >> 16) ^ state


def steep(shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
    """Draw logits (*shape, V) of laws with one likely value and rarer ones, each in its order."""
    ranks = torch.rand(shape, generator=generator).argsort(-1)
    noise = 0.1 * torch.randn(shape, generator=generator, dtype=torch.float64)
    return noise - STEP * ranks - LEAD * (ranks > 0)


@dataclass(frozen=True)
class Indep:
    """Independent entries, each with a distribution of its own, `table` (n, V) of logits."""

    table: Tensor
    contexts: int = 1

    @classmethod
    def drawn(cls, grid: Layout, generator: torch.Generator) -> "Indep":
        """Draw a table of logits around 1.2 nats apart."""
        shape = (grid.size, grid.num_values)
        return cls(SPREAD * torch.randn(shape, generator=generator, dtype=torch.float64))

    @classmethod
    def fair(cls, grid: Layout) -> "Indep":
        """Return the law of fair dice."""
        return cls(torch.zeros(grid.size, grid.num_values, dtype=torch.float64))

    @classmethod
    def steep(cls, grid: Layout, generator: torch.Generator) -> "Indep":
        """Draw a table by which draws tell a temperature."""
        return cls(steep((grid.size, grid.num_values), generator))

    def given(self) -> Tensor:
        """Return the table, for the only past."""
        return self.table.unsqueeze(1)

    def context(self, sequences: Tensor) -> Tensor:
        """Tell no pasts apart."""
        return torch.zeros_like(sequences)

    def logits(self, sequences: Tensor) -> Tensor:
        """Return the table for every sequence."""
        return self.table.expand(len(sequences), -1, -1)


@dataclass(frozen=True)
class Chain:
    """Each entry depends on the one before it: `table` (n, V, V) of logits, row the former value.

    The first entry takes row 0.
    """

    table: Tensor

    @classmethod
    def drawn(cls, grid: Layout, generator: torch.Generator) -> "Chain":
        """Draw tables of logits around 1.2 nats apart."""
        shape = (grid.size, grid.num_values, grid.num_values)
        return cls(SPREAD * torch.randn(shape, generator=generator, dtype=torch.float64))

    @classmethod
    def steep(cls, grid: Layout, generator: torch.Generator) -> "Chain":
        """Draw tables by which draws tell a temperature."""
        return cls(steep((grid.size, grid.num_values, grid.num_values), generator))

    @property
    def contexts(self) -> int:
        """Tell apart the former values."""
        return self.table.shape[1]

    def given(self) -> Tensor:
        """Return the tables; the first entry has no past but row 0."""
        return torch.cat([self.table[:1, :1].expand_as(self.table[:1]), self.table[1:]])

    def context(self, sequences: Tensor) -> Tensor:
        """Return the value before each entry."""
        return torch.cat([torch.zeros_like(sequences[:, :1]), sequences[:, :-1]], 1)

    def logits(self, sequences: Tensor) -> Tensor:
        """Look up the row of the former value."""
        entries = torch.arange(self.table.shape[0])
        return self.table[entries, self.context(sequences)]


@dataclass(frozen=True)
class Coin:
    """One fair draw decides the image: later entries repeat the first, all but 1 of 3,000."""

    grid: Layout

    @property
    def contexts(self) -> int:
        """Tell apart the values of the first entry."""
        return self.grid.num_values

    def given(self) -> Tensor:
        """Return zeros for the first entry, then 8 nats for its repeats."""
        again = REPEATS * torch.eye(self.contexts, dtype=torch.float64)
        return torch.cat([0 * again.unsqueeze(0), again.expand(self.grid.size - 1, -1, -1)])

    def context(self, sequences: Tensor) -> Tensor:
        """Return the first entry's value; zero for the first itself."""
        first = sequences[:, :1].expand_as(sequences).clone()
        first[:, 0] = 0
        return first

    def logits(self, sequences: Tensor) -> Tensor:
        """Look up the row of the first entry's value."""
        return self.given()[torch.arange(self.grid.size), self.context(sequences)]


class NotFullSamples(Exception):
    """The model was called with something other than full samples; `what` says with what."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class TooManyCalls(Exception):
    """The model was called far more often than any sampler needs."""


@dataclass
class Witness:
    """An oracle that answers by a law and remembers every input.

    Any filler is accepted where nothing is drawn yet, NaN too, since the law looks only at what
    stands before an entry. A batch may come whole or in parts. Of very many inputs only the first
    KEPT_BYTES are remembered: they serve to name a mistake.
    """

    law: Law
    grid: Layout
    most_calls: int
    inputs: list[Tensor] = field(default_factory=list)
    calls: int = 0  # how often it was asked
    kept: int = 0  # bytes of inputs

    def answer(self, x: object) -> Tensor:
        """Map samples to logits in their dtype: images (B, C, H, W) to (B, V, C, H, W).

        Raises NotFullSamples for any other input, TooManyCalls beyond `most_calls`.
        """
        if not isinstance(x, Tensor) or not x.dtype.is_floating_point:
            raise NotFullSamples(said("something that is not a floating-point tensor"))
        if tuple(x.shape[1:]) != self.grid.shape:
            raise NotFullSamples(said("a tensor of shape {shape}", shape=str(tuple(x.shape))))
        if self.calls >= self.most_calls:
            raise TooManyCalls
        self.calls += 1
        self.kept += x.numel() * x.element_size()
        if self.kept <= KEPT_BYTES:
            self.inputs.append(x)
        return torch.cat([self._logits(part) for part in torch.split(x, ROWS_AT_ONCE)])

    def _logits(self, x: Tensor) -> Tensor:
        logits = self.law.logits(values_of(x, self.grid))
        return self.grid.model_logits(logits).to(x.dtype)

    def cost(self, x: object = None, *_: object) -> tuple[int, int]:
        """Return rows and bytes of memory that answering a call takes, from its shape alone."""
        if not isinstance(x, Tensor) or x.ndim != 1 + len(self.grid.shape):
            return 0, 0  # it is refused
        numbers = x.numel() * self.grid.num_values
        at_once = min(len(x), ROWS_AT_ONCE) * self.grid.size * (self.grid.num_values + 4)
        # The answer, and its copy on the wire; what a law needs, in float64 and int64.
        return len(x), 3 * numbers * x.element_size() + 24 * at_once


def values_of(x: Tensor, grid: Layout) -> Tensor:
    """Return the nearest values of samples as sequences, int64 (B, n); NaN counts as 0."""
    values = (x.double().nan_to_num(nan=0.0) * grid.scale).round()
    return grid.sequences(values.clamp(0, grid.num_values - 1).long())


def off_grid(x: Tensor, grid: Layout) -> Tensor:
    """Say which entries are none of the values v / scale, bool (B, *shape).

    A value may be computed in float32, by two roundings or three: two units in its last place.
    """
    nearest = (x.double() * grid.scale).round().clamp(0, grid.num_values - 1) / grid.scale
    return ~((x.double() - nearest).abs() <= ROUNDINGS * nearest.clamp_min(0.25))
