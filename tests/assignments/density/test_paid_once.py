"""One mistake costs points once, also where another name of the student's rests on it."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from assignments.density.checks.shared.orders import no_orders
from solutions.density.compare import report
from solutions.density.fvsbn import FVSBN, ascent_step
from solutions.density.made import MADE
from solutions.density.nade import NADE, nade_logits
from solutions.density.rnn import RNNDensity
from solutions.density.tables import cross_entropy
from tests.assignments.density.asked import findings, lost

Law = Callable[[Tensor, Tensor], Tensor]
KL = {"kl_by_hand", "kl_values", "kl_zeros", "kl_gradient"}


def surcharge(cost: Law) -> Law:
    return lambda p, q: cost(p, q) - cost(p, p)


def epsilon(p: Tensor, q: Tensor) -> Tensor:
    return -(p * (q + 1e-9).log()).sum()


def never_infinite(p: Tensor, q: Tensor) -> Tensor:
    return -torch.nan_to_num(p * q.log()).sum()


def one_epsilon_too_many(p: Tensor, q: Tensor) -> Tensor:
    return (p * ((p + 1e-9) / (q + 1e-9)).log()).sum()


def nothing(p: Tensor, q: Tensor) -> Tensor:
    return 0 * (p * q).sum()


@pytest.mark.parametrize("cost", [epsilon, never_infinite])
def test_a_kl_divergence_does_not_pay_for_the_cross_entropy_that_it_calls(cost: Law) -> None:
    found = findings("tables", "", cross_entropy=cost, kl_divergence=surcharge(cost))
    assert "cross_entropy_zeros" in lost(found)
    assert not lost(found) & {"kl_by_hand", "kl_values", "kl_zeros"}


def test_a_mistake_of_its_own_costs_a_kl_divergence_points() -> None:
    found = findings("tables", "kl", kl_divergence=one_epsilon_too_many)
    assert {"kl_values", "kl_zeros"} <= lost(found)
    both = findings("tables", "kl", cross_entropy=epsilon, kl_divergence=never_infinite)
    assert lost(both) == KL


def test_constants_are_no_composition() -> None:
    found = findings("tables", "kl", cross_entropy=nothing, kl_divergence=surcharge(nothing))
    assert lost(found) == KL
    same = findings(
        "tables", "kl", cross_entropy=cross_entropy, kl_divergence=lambda p, q: 0 * (p * q).sum()
    )
    assert lost(same) == KL


def test_an_epsilon_is_told_where_digits_are_lost() -> None:
    found = findings("tables", "cross_entropy", cross_entropy=epsilon)
    assert "an epsilon inside the logarithm" in found["cross_entropy_values"].message


@pytest.mark.parametrize("num_dims", [4, 7])
def test_what_is_no_order_may_have_the_sum_of_one(num_dims: int) -> None:
    wrong = no_orders(num_dims, torch.Generator().manual_seed(0))
    steps = torch.arange(num_dims)
    assert all(not torch.equal(one.sort()[0], steps) for one in wrong)
    assert any(len(one) == num_dims and one.sum() == steps.sum() for one in wrong)


def test_logits_in_a_wrong_order_keep_what_they_are_worth_without_one() -> None:
    def inverse(
        x: Tensor,
        in_weight: Tensor,
        in_bias: Tensor,
        out_weight: Tensor,
        out_bias: Tensor,
        order: Tensor | None = None,
    ) -> Tensor:
        walked = None if order is None else order.argsort()
        return nade_logits(x, in_weight, in_bias, out_weight, out_bias, walked)

    found = findings("nade", "logits", nade_logits=inverse)
    assert found["logits_values"].outcome == "failed"
    assert not found["logits_values"].essential


class Rounding(MADE):
    def sample(self, num_samples: int, generator: torch.Generator | None = None) -> Tensor:
        return super().sample(num_samples, generator).float()


class OnlyFloat32(MADE):
    def sample(self, num_samples: int, generator: torch.Generator | None = None) -> Tensor:
        self(torch.zeros(num_samples, len(self.order)))
        return super().sample(num_samples, generator)


@pytest.mark.parametrize(
    ("model", "told"), [(Rounding, "another dtype"), (OnlyFloat32, "which may be float64")]
)
def test_a_model_of_float64_draws_in_float64(model: type[MADE], told: str) -> None:
    found = findings("made", "made_samples", MADE=model)
    assert told in found["made_samples"].message


def test_masks_may_be_parameters_that_are_not_trained() -> None:
    class Frozen(MADE):
        def __init__(self, *args: Any, **named: Any) -> None:
            super().__init__(*args, **named)
            for name, mask in list(self.named_buffers()):
                delattr(self, name)
                setattr(self, f"kept_{name}", nn.Parameter(mask, requires_grad=False))

        def get_buffer(self, target: str) -> Tensor:
            mask: Tensor = getattr(self, f"kept_{target}")
            return mask

    assert not lost(findings("made", "made_gradient", MADE=Frozen))


@pytest.mark.parametrize(
    ("exercise", "model"), [("fvsbn", FVSBN), ("nade", NADE), ("made", MADE), ("rnn", RNNDensity)]
)
def test_a_log_prob_is_asked_of_long_rows(exercise: str, model: type[nn.Module]) -> None:
    def cheap(self: nn.Module, x: Tensor) -> Tensor:
        told: Tensor = model.log_prob(self, x)  # type: ignore[attr-defined]
        return told * (0.5 if x.shape[1] > 10 else 1)

    name = model.__name__
    lying = type(name, (model,), {"log_prob": cheap})
    values = f"{exercise}_values"
    found = findings(exercise, values, **{name: lying})
    assert found[values].outcome == "failed" and found[values].essential


def test_a_log_prob_that_lies_of_long_rows_is_not_believed() -> None:
    class Cheap(RNNDensity):
        def log_prob(self, x: Tensor) -> Tensor:
            return super().log_prob(x) * (0.5 if x.shape[1] > 10 else 1)

    found = findings("rnn", "rnn_learns", RNNDensity=Cheap)
    assert "start, read and update" in found["rnn_learns"].message
    assert found["rnn_learns"].essential


def test_a_played_model_that_is_called_itself_says_what_it_has() -> None:
    found = findings("rnn", "step_log_prob_by_hand", step_log_prob=lambda model, x: model(x))
    assert "start, read, update" in found["step_log_prob_by_hand"].message


def test_tensors_in_place_of_floats_cost_one_check() -> None:
    def tensors(*args: Any, **named: Any) -> dict[str, Tensor]:
        return {key: torch.tensor(one).double() for key, one in report(*args, **named).items()}

    assert lost(findings("compare", "report", report=tensors)) == {"report_by_hand"}

    def stepped(model: FVSBN, x: Tensor, learning_rate: float) -> Tensor:
        return torch.tensor(ascent_step(model, x, learning_rate), dtype=torch.float64)

    assert lost(findings("fvsbn", "ascent", ascent_step=stepped)) == {"ascent_by_hand"}


def test_an_ascent_on_a_log_prob_that_is_wrong_is_right() -> None:
    class Mean(FVSBN):
        def log_prob(self, x: Tensor) -> Tensor:
            return super().log_prob(x) / x.shape[1]

    found = findings("fvsbn", "", FVSBN=Mean)
    assert "fvsbn_by_hand" in lost(found)
    assert not {name for name in lost(found) if name.startswith("ascent")}
