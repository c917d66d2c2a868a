"""What a ceiling should be: above every right answer, below whatever has learned nothing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, stdev

from autograder.calibrate.trial import Found
from autograder.checking.calibration import Calibrated

SPREADS = 3.0  # standard deviations of one submission's seeds above the worst right one
SHARE = 0.25  # of the way from the worst right one to independent entries, at least
MOST = 0.5  # and never further than that
UNHEARD_OF = 0.8  # times the best known: better than any model we know


@dataclass(frozen=True)
class Spread:
    """One submission's model: its nats by seed, and what the dearest training cost."""

    name: str
    nats: tuple[float, ...]
    cpu_seconds: float
    error: str = ""

    @property
    def mean(self) -> float:
        """Return the mean over the seeds, nats."""
        return mean(self.nats)

    @property
    def sd(self) -> float:
        """Return the standard deviation over the seeds, nats, 0 for one seed."""
        return stdev(self.nats) if len(self.nats) > 1 else 0.0

    @property
    def worst(self) -> float:
        """Return the most that one seed costs, nats."""
        return max(self.nats)


@dataclass(frozen=True)
class Measured:
    """One class of an assignment: all right submissions of it, and independent entries, nats."""

    one: Calibrated
    spreads: tuple[Spread, ...]
    independent: float

    @property
    def learned(self) -> tuple[Spread, ...]:
        """Return the submissions whose model could be trained with every seed."""
        return tuple(spread for spread in self.spreads if not spread.error)


@dataclass(frozen=True)
class Proposal:
    """A value for one parameter of course.toml, None where no number would do, and why."""

    parameter: str
    value: float | None
    why: str


def spread_of(name: str, found: Sequence[Found]) -> Spread:
    """Return what the trials of one submission come to; one that diverged is an error of its."""
    error = next((one.error for one in found if one.error), "")
    if not error and not all(math.isfinite(one.nats) for one in found):
        error = "its training diverges"
    nats = () if error else tuple(round(one.nats, 4) for one in found)
    return Spread(name, nats, max(one.cpu_seconds for one in found), error)


def proposals(measured: Sequence[Measured]) -> list[Proposal]:
    """Return a proposal for each parameter; classes that share one have to meet the same."""
    ceilings = dict.fromkeys(each.one.ceiling for each in measured)
    limits = dict.fromkeys(each.one.suspicious for each in measured if each.one.suspicious)
    return [
        *(_ceiling(name, [m for m in measured if m.one.ceiling == name]) for name in ceilings),
        *(_suspicious(name, [m for m in measured if m.one.suspicious == name]) for name in limits),
    ]


def _ceiling(name: str, measured: Sequence[Measured]) -> Proposal:
    spreads = [spread for each in measured for spread in each.learned]
    if not spreads:
        return Proposal(name, None, "no right submission could be trained")
    least = min(each.independent for each in measured)
    worst, sd = max(one.worst for one in spreads), max(one.sd for one in spreads)
    if worst >= least:
        return Proposal(
            name,
            None,
            f"the worst right submission reaches {worst:.1f} nats, and entries that know nothing "
            f"of one another {least:.1f}: train longer (more steps), or on more images",
        )
    wanted = worst + max(SPREADS * sd, SHARE * (least - worst))
    value = rounded(min(wanted, worst + MOST * (least - worst)), least - worst)
    why = f"right ones reach {worst:.1f} at worst, independent entries {least:.1f}"
    return Proposal(name, value, why)


def _suspicious(name: str, measured: Sequence[Measured]) -> Proposal:
    best = min((min(one.nats) for each in measured for one in each.learned), default=math.nan)
    if math.isnan(best):
        return Proposal(name, None, "no right submission could be trained")
    return Proposal(name, rounded(UNHEARD_OF * best, best), f"the best known reaches {best:.1f}")


def rounded(value: float, scale: float) -> float:
    """Round a number of nats to a fiftieth of a scale or better, so that it is one to write."""
    step = 10.0 ** math.floor(math.log10(scale / 5)) if scale > 0 else 1.0
    return round(round(value / step) * step, 6)
