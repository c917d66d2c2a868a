"""A sum of probabilities that is not one names the mistake by the answers alone."""

import math
from collections.abc import Callable

import pytest
from torch import Tensor

from solutions.density.nade import NADE
from tests.assignments.density.asked import findings


def free_zeros(model: NADE, x: Tensor) -> Tensor:
    """Charge for ones alone."""
    logits: Tensor = model(x)
    return (x * logits.sigmoid().log()).sum(1)


MISTAKES: dict[str, Callable[[NADE, Tensor], Tensor]] = {
    "sign is turned round": lambda model, x: -NADE.log_prob(model, x),
    "This is a mean over": lambda model, x: NADE.log_prob(model, x) / x.shape[1],
    "a mean, and its sign": lambda model, x: -NADE.log_prob(model, x) / x.shape[1],
    "These are bits": lambda model, x: NADE.log_prob(model, x) / math.log(2),
    "Zeros cost, too": free_zeros,
    "They do not": lambda model, x: NADE.log_prob(model, x) + 1,
    "not finite": lambda model, x: NADE.log_prob(model, x) + math.inf,
}


@pytest.mark.parametrize("words", MISTAKES)
def test_the_mistake_behind_a_mass_is_named(words: str) -> None:
    class Wrong(NADE):
        def log_prob(self, x: Tensor) -> Tensor:
            return MISTAKES[words](self, x)

    found = findings("nade", "mass", NADE=Wrong)["nade_mass_is_one"]
    assert found.outcome == "failed"
    assert words in found.message


def test_a_right_mass_passes() -> None:
    assert findings("nade", "mass")["nade_mass_is_one"].outcome == "passed"
