"""Checks of pixelcnn/vae: right answers pass in any shape, wrong ones are named."""

import math
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from assignments.pixelcnn.checks.comparison import _different, require_draws
from assignments.pixelcnn.checks.gaussians import draw_slips, exact_kl, kl_slips
from assignments.pixelcnn.checks.played_tables import TableVAE, table_models
from assignments.pixelcnn.checks.tightness import linear_gaussian
from assignments.pixelcnn.checks.vae_answers import Codes, require_below, suspicion
from autograder.checking.check import Context
from autograder.checking.run import examine
from autograder.checking.student import Failed, Student
from autograder.selfcheck.local import LocalTransport
from tests.conftest import ROOT
from tests.support.checked import (
    assert_all_pass,
    assert_nothing_passes,
    checks,
    findings,
    reference,
    stubs,
    visible_share,
)

EXERCISE = "vae"


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.slow
def test_the_reference_passes(seed: int) -> None:
    assert_all_pass(findings(EXERCISE, reference(), seed))


def test_an_unwritten_exercise_gets_nothing() -> None:
    assert_nothing_passes(findings(EXERCISE, {}))
    found = findings(EXERCISE, stubs(EXERCISE))
    assert_nothing_passes(found)
    assert "crashed" not in {f.outcome for f in found.values()}


def test_about_a_third_of_the_weight_is_visible() -> None:
    assert 0.3 <= visible_share(EXERCISE) <= 0.4


@pytest.mark.slow
def test_a_decoder_that_remembers_what_was_encoded_gains_nothing() -> None:
    right: Any = reference()["VAE"]

    class Remembering(right):  # type: ignore[misc]
        def encode(self, x: Any) -> Any:
            self.last = x
            mean, log_var = super().encode(x)
            return (mean, log_var) if self.training else (0 * mean, 0 * log_var)

        def decode(self, z: Any) -> Any:
            logits = super().decode(z)
            return logits if self.training or len(z) < 200 else 4 * (self.last - 0.5)

    found = findings(EXERCISE, {**reference(), "VAE": Remembering})
    assert found["trained_below_the_ceiling"].outcome == "failed"


@pytest.mark.parametrize("nats", [21.1, math.nan, math.inf])
def test_a_bound_above_the_ceiling_is_named(nats: float) -> None:
    vae = Student(LocalTransport(reference())).construct("VAE", 12, latent=3)
    zeros = torch.zeros(2, 3)
    with pytest.raises(Failed, match=r"more than 21\.0"):
        require_below(nats, 21.0, Codes(vae, torch.zeros(2, 12), zeros, zeros), 500, 9.0)


def test_a_bound_too_good_to_be_true_is_a_question_and_costs_nothing() -> None:
    assert "13.90 nats" in suspicion(13.9, 14.0)
    assert suspicion(18.4, 14.0) == ""
    # The reference's own bound, asked with a stricter idea of what is too good.
    (trained,) = (c for c in checks(EXERCISE) if c.name == "trained_below_the_ceiling")
    parameters = {"vae_steps": 200, "batch_size": 64, "vae_ceiling_nats": 30.0}
    ctx = Context({**parameters, "suspicious_nats": 29.0}, ROOT / "assignments" / "pixelcnn", 1)
    found = examine(trained, Student(LocalTransport(reference())), ctx)
    assert (found.outcome, found.message) == ("passed", "")
    assert "below 29" in found.question


@pytest.mark.slow
def test_an_encoder_that_learns_nothing_is_above_the_ceiling() -> None:
    right: Any = reference()["VAE"]

    class Deaf(right):  # type: ignore[misc]
        def encode(self, x: Any) -> Any:
            mean, log_var = super().encode(x)
            return mean.detach(), log_var.detach()

        def decode(self, z: Any) -> Any:
            return super().decode(0 * z)

    found = findings(EXERCISE, {**reference(), "VAE": Deaf})
    assert "does the gradient" in found["trained_below_the_ceiling"].message


@pytest.mark.parametrize("seed", range(20))
def test_standard_normal_noise_is_never_accused(seed: int) -> None:
    draw = torch.Generator().manual_seed(seed)
    for rows in (1, 5, 200, 5000):
        require_draws(torch.randn((rows, 2), generator=draw), "the noise")


def test_a_draw_for_all_images_counts_once_however_z_was_rounded() -> None:
    draw = torch.randn((30, 2), generator=torch.Generator().manual_seed(0))
    copies = draw.repeat(200, 1) + 2e-5 * (torch.rand(6000, 2) - 0.5)
    assert len(_different(copies)) == 30
    assert len(_different(draw)) == 30
    assert len(_different(draw[:0])) == 0


@pytest.mark.parametrize("noise", [torch.rand, lambda *n: 2 * torch.randn(*n)])
def test_other_noise_is(noise: Any) -> None:
    torch.manual_seed(0)
    with pytest.raises(Failed, match="come from N"):
        require_draws(noise(200, 2), "the noise")


def played(seed: int) -> TableVAE:
    return table_models(torch.Generator().manual_seed(seed)).vae


@pytest.mark.parametrize("seed", range(3))
def test_log_weights_are_found_from_decoded_draws_in_any_order(seed: int) -> None:
    vae = played(seed)
    noise = torch.randn((4, *vae.mean.shape), generator=torch.Generator().manual_seed(seed))
    z = vae.mean + vae.log_var.div(2).exp() * noise.double()
    vae.decode(z[:, torch.randperm(z.shape[1])].float())
    (parts,) = vae.log_weights(4)
    logits = vae.logit + vae.slope * torch.sin(z @ vae.wave)
    fit = torch.distributions.Bernoulli(logits=logits)
    images = vae.images.flatten(1).double()
    want: Any = fit.log_prob(images).sum(2)  # type: ignore[no-untyped-call]
    want += 0.5 * (noise.square() - z.square() + vae.log_var).sum(2)
    # The order of an image's draws is lost, and none of what is made of them depends on it.
    torch.testing.assert_close(parts.sum(0).sort(0).values, want.sort(0).values, atol=2e-3, rtol=0)


def test_the_posteriors_of_the_played_vae_lie_far_apart() -> None:
    vae = played(0)
    apart = torch.cdist(vae.mean, vae.mean) + 9 * torch.eye(len(vae.mean)).double()
    assert apart.min() / 2 > 7 * vae.log_var.div(2).exp().max()


def test_no_named_mistake_is_the_truth() -> None:
    mean, log_var, noise = torch.randn((3, 4, 5), generator=torch.Generator().manual_seed(2))
    log_var[0] = log_var[0].abs()  # where even a variance or a root of it would be defined
    draw = mean + noise * log_var.div(2).exp()
    for truth, slips in (
        (exact_kl(mean, log_var), kl_slips(mean, log_var)),
        (draw, draw_slips(mean, log_var, noise)),
    ):
        for name, wrong in slips.items():
            assert (wrong - truth).abs().nan_to_num(0).max() > 1e-3, name


def test_exact_kl_against_monte_carlo() -> None:
    mean, log_var = torch.tensor([[0.5, -1.0]]), torch.tensor([[0.3, -0.7]])
    noise = torch.randn((100_000, 2), generator=torch.Generator().manual_seed(3))
    z = mean + log_var.div(2).exp() * noise
    drawn = 0.5 * (z.square() - noise.square() - log_var).sum(1)
    error = float(drawn.std()) / math.sqrt(len(drawn))
    assert abs(float(drawn.mean()) - float(exact_kl(mean, log_var))) < 5 * error


def test_a_vae_that_draws_its_own_noise_is_told_so() -> None:
    right: Any = reference()["VAE"]

    class Restless(right):  # type: ignore[misc]
        def elbo(self, x: Any, noise: Any) -> Any:
            return super().elbo(x, torch.randn_like(noise))

    assert issubclass(Restless, nn.Module)
    found = findings(EXERCISE, {**reference(), "VAE": Restless})
    assert "all randomness" in found["elbo_adds_up"].message


BOUNDS: dict[str, tuple[Callable[[Tensor], Tensor], str]] = {
    "no log K": (lambda w: torch.logsumexp(w, 0), "fall below −log p(x)"),
    "the ELBO": (lambda w: w.mean(0), "stay at −ELBO for every K"),
    "the largest": (lambda w: w.amax(0), "fall below −log p(x)"),
    "log K twice": (lambda w: torch.logsumexp(w, 0) - 2 * math.log(len(w)), "rise with K"),
    "all high": (lambda w: torch.logsumexp(w, 0) - math.log(len(w)) - 1, "not the bounds of"),
}


@pytest.mark.parametrize("name", BOUNDS)
@pytest.mark.slow
def test_a_wrong_bound_is_drawn_with_what_is_wrong(name: str) -> None:
    function, says = BOUNDS[name]
    found = findings(EXERCISE, {**reference(), "importance_bound": function})["bound_by_hand"]
    assert found.outcome == "failed"
    assert found.picture is not None
    assert says in found.picture.alt
    assert found.message.partition(" Yours")[0] in found.picture.alt


@pytest.mark.slow
def test_a_bound_that_goes_wrong_for_many_draws_only_is_not_passed_by_hand() -> None:
    right: Callable[[Tensor], Tensor] = reference()["importance_bound"]

    def wrong(log_weights: Tensor) -> Tensor:
        return right(log_weights) + (0.5 if len(log_weights) > 30 else 0.0)

    found = findings(EXERCISE, {**reference(), "importance_bound": wrong})["bound_by_hand"]
    assert "as K grows" in found.message
    assert found.picture is not None


@pytest.mark.slow
def test_a_right_bound_is_drawn_too() -> None:
    picture = findings(EXERCISE, reference())["bound_by_hand"].picture
    assert picture is not None
    assert "It holds for every K" in picture.alt


def test_the_weights_of_the_linear_gaussian_model_average_to_its_density() -> None:
    weights, exact = linear_gaussian()
    mean = weights.exp().mean()
    error = weights.exp().std() / math.sqrt(weights.numel())
    assert abs(mean - math.exp(exact)) < 4 * error < 0.15 * math.exp(exact)


def test_right_answers_are_accused_less_than_once_in_a_million_courses() -> None:
    assert 0 < sum(check.false_alarm for check in checks(EXERCISE)) < 1e-6
