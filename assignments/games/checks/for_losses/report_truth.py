"""What a report of a discriminator says, and what the usual mistakes make of it."""

import math
from collections.abc import Mapping

from torch import Tensor

from autograder.text.i18n import said

from .truth import discriminator_of

HIDDEN = True  # never released


def report_of(real_logits: Tensor, fake_logits: Tensor) -> dict[str, float]:
    """Return the right report."""
    return {
        "real_right": _share(real_logits),
        "fake_right": _share(-fake_logits),
        "gain": math.log(4) - float(discriminator_of(real_logits, fake_logits)),
    }


def _share(logits: Tensor, at: float = 0.0, equal: float = 0.5) -> float:
    """Return the share above a threshold; what is equal to it counts `equal`."""
    above, same = (logits > at).double(), (logits == at).double()
    return float((above + equal * same).mean())


def report_slips(real_logits: Tensor, fake_logits: Tensor) -> Mapping[str, Mapping[str, float]]:
    """Return what mistakes make of each entry."""
    loss = float(discriminator_of(real_logits, fake_logits))
    real, fake = _share(real_logits), _share(-fake_logits)
    gain: dict[str, float] = {
        said("A coin pays log 4: log 2 for the real and log 2 for the fakes."): math.log(2) - loss,
        said("It is log 4 minus the loss, not the loss minus log 4."): loss - math.log(4),
        said("It is log 4 minus the loss, not the loss itself."): loss,
        said("It is log 4 minus the loss, not minus the loss alone."): -loss,
        said("It is log 4 minus the loss, without a factor ½."): math.log(4) - loss / 2,
        said("Natural logarithms were asked for: these are bits."): 2 - loss / math.log(2),
    }
    return {
        "real_right": _shares(real_logits, fake),
        "fake_right": {**_shares(-fake_logits, real), **_wrong_side(-fake_logits)},
        "gain": gain,
    }


def _shares(logits: Tensor, other: float) -> Mapping[str, float]:
    """Return what mistakes make of a share, of logits whose sign is such that above 0 is right."""
    right = _share(logits)
    return {
        said("A logit of 0 counts half, not as right."): _share(logits, equal=1.0),
        said("A logit of 0 counts half, not nothing."): _share(logits, equal=0.0),
        said("The threshold of a logit is 0: ½ is the threshold of D."): _share(logits, 0.5),
        said("That is the share that is wrong."): 1 - right,
        said("A share was asked for, no number of samples."): right * len(logits),
        said("A share was asked for, no percentage."): 100 * right,
        said("Real and fake have changed places."): other,
        said("A logit of 0 counts half, and is not left out."): _left_out(logits),
    }


def _left_out(logits: Tensor) -> float:
    decided = logits[logits != 0]
    return _share(decided) if len(decided) else math.nan


def _wrong_side(logits: Tensor) -> Mapping[str, float]:
    """Return the share where the threshold of fakes is ½, by logits whose sign is turned."""
    found = float((logits > -0.5).double().mean())
    return {said("The threshold of a logit is 0, of the fakes, too."): found}
