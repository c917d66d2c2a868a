"""Checks of pixelcnn/vae: right answers pass in any shape, wrong ones are named."""

import math
from typing import Any

import pytest
import torch
from torch import nn

from autograder.checks.pixelcnn.comparison import require_draws
from autograder.checks.pixelcnn.played import PlayedVAE, table_models
from autograder.checks.pixelcnn.vae_answers import (
    Codes,
    draw_slips,
    exact_kl,
    kl_slips,
    require_between,
)
from autograder.known import Known
from autograder.local import LocalDesk
from autograder.student import Failed, Student
from tests.checked import (
    asked,
    assert_all_pass,
    assert_known,
    assert_nothing_passes,
    findings,
    reference,
    stubs,
    submissions,
    visible_share,
)

EXERCISE = "vae"


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_reference_passes(seed: int) -> None:
    assert_all_pass(findings(EXERCISE, reference(), seed))


@pytest.mark.parametrize("known", submissions(EXERCISE, right=True), ids=lambda one: one.name)
def test_right_answers_pass_in_any_shape(known: Known) -> None:
    assert_all_pass(asked(EXERCISE, known.source))


@pytest.mark.parametrize("known", submissions(EXERCISE, right=False), ids=lambda one: one.name)
def test_wrong_answers_fail_where_expected_and_are_named(known: Known) -> None:
    assert_known(known, asked(EXERCISE, known.source))


def test_an_unwritten_exercise_gets_nothing() -> None:
    assert_nothing_passes(findings(EXERCISE, {}))
    found = findings(EXERCISE, stubs(EXERCISE))
    assert_nothing_passes(found)
    assert "crashed" not in {f.outcome for f in found.values()}


def test_about_a_third_of_the_weight_is_visible() -> None:
    assert 0.3 <= visible_share(EXERCISE) <= 0.4


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


@pytest.mark.parametrize(
    ("nats", "says"), [(13.9, "more than z"), (20.1, "more than 20.0"), (math.nan, "more than")]
)
def test_a_bound_outside_floor_and_ceiling_is_named(nats: float, says: str) -> None:
    vae = Student(LocalDesk(reference())).construct("VAE", 12, latent=3)
    zeros = torch.zeros(2, 3)
    with pytest.raises(Failed, match=says):
        require_between(nats, 20.0, Codes(vae, torch.zeros(2, 12), zeros, zeros), 500)


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


@pytest.mark.parametrize("noise", [torch.rand, lambda *n: 2 * torch.randn(*n)])
def test_other_noise_is(noise: Any) -> None:
    torch.manual_seed(0)
    with pytest.raises(Failed, match="come from N"):
        require_draws(noise(200, 2), "the noise")


def played(seed: int) -> PlayedVAE:
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
    draw = mean + noise * log_var.div(2).exp()
    for truth, slips in (
        (exact_kl(mean, log_var), kl_slips(mean, log_var)),
        (draw, draw_slips(mean, log_var, noise)),
    ):
        for name, wrong in slips.items():
            assert (wrong - truth).abs().max() > 1e-3, name


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
