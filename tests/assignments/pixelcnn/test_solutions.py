"""Facts about the reference solutions, found without any part of the grader."""

import ast
import itertools
import math
from collections.abc import Callable
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.distributions import Bernoulli, Categorical, Independent, MultivariateNormal, Normal
from torch.distributions import kl_divergence as true_kl

from solutions.pixelcnn.likelihood import bernoulli_nll, bits_per_dim, categorical_nll, fvsbn_nll
from solutions.pixelcnn.masks import causal_mask, channel_mask, horizontal_mask, vertical_mask
from solutions.pixelcnn.sampling import complete, sample
from solutions.pixelcnn.stack import GatedPixelCNN, MaskedConv2d, PixelCNN
from solutions.pixelcnn.vae import VAE, compare, gaussian_kl, importance_bound, reparameterize
from tests.conftest import ROOT
from tests.support.references import (
    assert_documented,
    assert_examples_true,
    assert_stubs_say_so,
    imports_of,
)

SOLUTIONS = ROOT / "solutions" / "pixelcnn"

CONTRACT = {
    "likelihood": ["bernoulli_nll", "categorical_nll", "bits_per_dim", "fvsbn_nll"],
    "masks": ["causal_mask", "vertical_mask", "horizontal_mask", "channel_mask"],
    "stack": ["MaskedConv2d", "PixelCNN", "GatedPixelCNN"],
    "sampling": ["sample", "complete"],
    "vae": ["gaussian_kl", "reparameterize", "importance_bound", "VAE", "compare"],
}
NOTEBOOK_IMPORTS = {
    "import math",
    "import torch",
    "import torch.nn.functional as F",
    "from torch import Tensor, nn",
    "from torch import Tensor",
}
DTYPES = [torch.float32, torch.float64]
MODELS: list[type[PixelCNN] | type[GatedPixelCNN]] = [PixelCNN, GatedPixelCNN]


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def binary_images(num_pixels: int) -> Tensor:
    """Every binary row of this length, float64."""
    return torch.tensor(list(itertools.product((0.0, 1.0), repeat=num_pixels))).double()


# The files themselves


@pytest.mark.parametrize("exercise", CONTRACT)
def test_a_solution_defines_the_names_of_the_contract_and_no_others(exercise: str) -> None:
    imports = imports_of("pixelcnn", exercise, CONTRACT[exercise])
    for line in map(ast.unparse, imports):
        assert line in NOTEBOOK_IMPORTS or line.startswith("from solutions.pixelcnn.")


@pytest.mark.parametrize("exercise", CONTRACT)
def test_everything_a_student_sees_has_a_docstring(exercise: str) -> None:
    assert_documented("pixelcnn", exercise, but=("__init__",))


def test_what_is_left_for_students_runs_as_one_notebook_and_says_what_is_missing() -> None:
    namespace: dict[str, Any] = {"math": math, "torch": torch, "F": F, "Tensor": Tensor, "nn": nn}
    calls: dict[str, tuple[Any, ...]] = {
        "causal_mask": (3, "A"),
        "sample": (None, (1, 1, 1, 1)),
        "MaskedConv2d": (1, 1, 3, "A"),
        "GatedPixelCNN": (),
        "VAE": (4,),
    }
    assert_stubs_say_so("pixelcnn", CONTRACT, namespace, calls)


@pytest.mark.parametrize("exercise", CONTRACT)
def test_the_examples_in_the_docstrings_are_true(exercise: str) -> None:
    names = {"math": math, "torch": torch, "PixelCNN": PixelCNN}
    assert_examples_true("pixelcnn", exercise, len(CONTRACT[exercise]), named=names)


# likelihood


@pytest.mark.parametrize("dtype", DTYPES)
def test_nll_agrees_with_torch_distributions(dtype: torch.dtype) -> None:
    logits = torch.randn(4, 5, 3, 2, 6, generator=seeded(), dtype=dtype)
    binary = torch.randint(2, (4, 3, 2, 6), generator=seeded()).to(dtype)
    values = torch.randint(5, (4, 3, 2, 6), generator=seeded())
    bernoulli = Independent(Bernoulli(logits=logits[:, 0]), 3).log_prob(binary)  # type: ignore[no-untyped-call]
    categorical = Categorical(logits=logits.movedim(1, -1)).log_prob(values)  # type: ignore[no-untyped-call]
    torch.testing.assert_close(bernoulli_nll(logits[:, 0], binary), -bernoulli)
    torch.testing.assert_close(categorical_nll(logits, values), -categorical.flatten(1).sum(1))


def test_uniform_logits_cost_log_v_per_dimension_and_log2_v_bits() -> None:
    nll = categorical_nll(torch.full((2, 256, 3, 4, 4), 7.0), torch.zeros(2, 3, 4, 4).long())
    torch.testing.assert_close(nll, torch.full((2,), 48 * math.log(256)))
    torch.testing.assert_close(bits_per_dim(nll, 48), torch.full((2,), 8.0))


@pytest.mark.parametrize("dtype", DTYPES)
def test_large_logits_stay_exact(dtype: torch.dtype) -> None:
    logits = torch.tensor([-1e4, 1e4, 25.0, -25.0], dtype=dtype).view(1, 1, 2, 2)
    x = torch.tensor([1.0, 1.0, 0.0, 1.0], dtype=dtype).view(1, 1, 2, 2)
    exact = 1e4 + 2 * (25 + math.log1p(math.exp(-25)))
    error = 8 * torch.finfo(dtype).eps * 1e4
    two = torch.stack([torch.zeros_like(logits), logits], dim=1)
    assert abs(bernoulli_nll(logits, x).item() - exact) <= error
    assert abs(categorical_nll(two, x.long()).item() - exact) <= error


def test_the_gradient_of_the_nll_is_softmax_minus_one_hot() -> None:
    logits = torch.randn(2, 3, 1, 2, 2, dtype=torch.float64, requires_grad=True)
    x = torch.randint(3, (2, 1, 2, 2), generator=seeded())
    (gradient,) = torch.autograd.grad(categorical_nll(logits, x).sum(), logits)
    one_hot = F.one_hot(x, 3).movedim(-1, 1)
    torch.testing.assert_close(gradient, logits.softmax(1) - one_hot)


def test_fvsbn_is_normalised_and_ignores_the_upper_triangle() -> None:
    weight = 3 * torch.randn(6, 6, generator=seeded(), dtype=torch.float64)
    bias = torch.randn(6, generator=seeded(1), dtype=torch.float64)
    x = binary_images(6)
    nll = fvsbn_nll(x, weight, bias)
    assert (-nll).exp().sum().item() == pytest.approx(1, abs=1e-12)
    torch.testing.assert_close(fvsbn_nll(x, weight + 1e6 * torch.ones(6, 6).triu(), bias), nll)
    by_hand = -F.logsigmoid(bias[0]) - F.logsigmoid(bias[1] + weight[1, 0])
    torch.testing.assert_close(
        fvsbn_nll(torch.ones(1, 2).double(), weight[:2, :2], bias[:2])[0], by_hand
    )


# masks


@pytest.mark.parametrize("kernel_size", [1, 3, 5, 7])
def test_masks_by_their_definition(kernel_size: int) -> None:
    centre = kernel_size // 2
    for i, j in itertools.product(range(kernel_size), repeat=2):
        assert causal_mask(kernel_size, "A")[i, j] == float((i, j) < (centre, centre))
        assert causal_mask(kernel_size, "B")[i, j] == float((i, j) <= (centre, centre))
        assert vertical_mask(kernel_size, "A")[i, j] == float(i < centre)
        assert vertical_mask(kernel_size, "B")[i, j] == float(i <= centre)
        assert horizontal_mask(kernel_size, "A")[0, j] == float(j < centre)
        assert horizontal_mask(kernel_size, "B")[0, j] == float(j <= centre)


@pytest.mark.parametrize("colors", [1, 2, 3])
@pytest.mark.parametrize("mask_type", ["A", "B"])
def test_channel_mask_by_its_definition(colors: int, mask_type: str) -> None:
    out, inn, k = 2 * colors, 3 * colors, 5
    mask = channel_mask(out, inn, k, mask_type, colors)
    assert mask.shape == (out, inn, k, k) and mask.dtype == torch.float32
    for o, i in itertools.product(range(out), range(inn)):
        expected = causal_mask(k, mask_type)
        own, other = o // 2, i // 3
        expected[2, 2] = float(other < own if mask_type == "A" else other <= own)
        assert torch.equal(mask[o, i], expected)


def test_masks_are_fresh_float32_whatever_the_default() -> None:
    makers: list[Callable[[], Tensor]] = [
        lambda: causal_mask(3, "B"),
        lambda: vertical_mask(3, "B"),
        lambda: horizontal_mask(3, "B"),
        lambda: channel_mask(3, 3, 3, "B"),
    ]
    torch.set_default_dtype(torch.float64)
    try:
        for make in makers:
            before = make()
            assert before.dtype == torch.float32
            make().fill_(7)
            assert torch.equal(make(), before)
            before[..., 0, 0] = 5  # no entry shares memory with another
            assert (before == 5).sum() == math.prod(before.shape[:-2])
    finally:
        torch.set_default_dtype(torch.float32)


def test_what_is_refused() -> None:
    calls: list[Callable[[], object]] = [
        lambda: causal_mask(3, "C"),
        lambda: causal_mask(4, "A"),
        lambda: vertical_mask(3, "a"),
        lambda: vertical_mask(2, "A"),
        lambda: horizontal_mask(3, ""),
        lambda: horizontal_mask(6, "B"),
        lambda: channel_mask(4, 3, 3, "A"),
        lambda: channel_mask(3, 4, 3, "A"),
        lambda: channel_mask(3, 3, 3, "X"),
        lambda: channel_mask(3, 3, 4, "B"),
        lambda: MaskedConv2d(1, 1, 3, "C"),
        lambda: MaskedConv2d(1, 1, 2, "A"),
        lambda: PixelCNN(in_channels=2),
        lambda: GatedPixelCNN(in_channels=4, hidden_channels=12),
    ]
    for call in calls:
        with pytest.raises(ValueError):
            call()


# stack


def dependence(model: nn.Module, channels: int, height: int, width: int) -> Tensor:
    """Entry (t, s): whether logit t's gradient by input s is not zero; both in raster order."""
    model = model.double().eval()
    x = torch.rand(1, channels, height, width, generator=seeded(), dtype=torch.float64)
    x.requires_grad_()
    logits = model(x).log_softmax(1).movedim(2, -1)  # (1, V, H, W, C)
    weights = torch.tensor([1.0, -2.0, 3.0, 0.5])[: logits.shape[1]].double()
    rows = []
    for entry in torch.einsum("bvhwc,v->bhwc", logits, weights).flatten():
        (gradient,) = torch.autograd.grad(entry, x, retain_graph=True)
        rows.append(gradient.movedim(1, -1).flatten() != 0)
    return torch.stack(rows)


def after_some_steps(model: nn.Module, channels: int, num_values: int) -> nn.Module:
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-2)
    x = torch.randint(num_values, (4, channels, 5, 4), generator=seeded())
    for _ in range(3):
        optimiser.zero_grad()
        categorical_nll(model(x / (num_values - 1)), x).mean().backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    return model


@pytest.mark.parametrize("kind", MODELS)
@pytest.mark.parametrize(("channels", "num_values"), [(1, 2), (3, 4)])
@pytest.mark.parametrize("num_layers", [1, 6])
def test_models_are_causal_and_see_their_neighbours(
    kind: type[nn.Module], channels: int, num_values: int, num_layers: int
) -> None:
    torch.manual_seed(0)
    model = kind(channels, 6, num_layers, num_values)
    for trained in (False, True):
        seen = dependence(
            after_some_steps(model.float(), channels, num_values) if trained else model,
            channels,
            5,
            4,
        )
        assert not seen.triu().any()
        for t in range(len(seen)):
            pixel, channel = divmod(t, channels)
            left = pixel % 4 > 0
            for s in range(channels):
                assert s >= channel or seen[t, pixel * channels + s]
                assert not left or seen[t, (pixel - 1) * channels + s]
                assert pixel < 4 or seen[t, (pixel - 4) * channels + s]


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize(("height", "width"), [(5, 5), (6, 4), (3, 7)])
def test_gated_pixelcnn_has_no_blind_spot(channels: int, height: int, width: int) -> None:
    torch.manual_seed(0)
    model = GatedPixelCNN(channels, 6, num_layers=max(height, width) + 1)
    seen = dependence(model, channels, height, width)
    assert torch.equal(seen, torch.ones_like(seen).tril(-1))


def test_plain_pixelcnn_has_one() -> None:
    torch.manual_seed(0)
    seen = dependence(PixelCNN(1, 6, num_layers=10), 1, 12, 12)
    assert not seen.triu().any()
    assert not seen[-1].all()


@pytest.mark.parametrize("kind", MODELS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_models_are_pure_functions_of_each_image(kind: type[nn.Module], dtype: torch.dtype) -> None:
    model = kind(3, 6, 3, 4).to(dtype)
    x = torch.rand(5, 3, 4, 6, generator=seeded(), dtype=dtype)
    logits = model(x)
    assert logits.shape == (5, 4, 3, 4, 6) and logits.dtype == dtype
    assert torch.equal(model(x), logits)
    torch.testing.assert_close(model(x[2:3]), logits[2:3])


@pytest.mark.parametrize("kind", MODELS)
def test_models_are_normalised_over_all_small_images(kind: type[nn.Module]) -> None:
    torch.manual_seed(0)
    grey = binary_images(9).view(-1, 1, 3, 3)
    nll = categorical_nll(kind(1, 8, 4).double()(grey), grey.long())
    assert (-nll).exp().sum().item() == pytest.approx(1, abs=1e-10)
    colour = binary_images(12).view(-1, 3, 2, 2)
    nll = categorical_nll(kind(3, 6, 3).double()(colour), colour.long())
    assert (-nll).exp().sum().item() == pytest.approx(1, abs=1e-10)


@pytest.mark.parametrize("dilation", [1, 2])
def test_masked_convolution_is_a_convolution_with_a_masked_weight(dilation: int) -> None:
    conv = MaskedConv2d(2, 3, 5, "A", dilation=dilation)
    x = torch.randn(2, 2, 7, 6, generator=seeded())
    weight = conv.weight * causal_mask(5, "A")
    expected = F.conv2d(x, weight, conv.bias, padding=2 * dilation, dilation=dilation)
    torch.testing.assert_close(conv(x), expected)
    state = {**conv.state_dict(), "weight": conv.weight + 9 * (1 - causal_mask(5, "A"))}
    conv.load_state_dict(state)
    torch.testing.assert_close(conv(x), expected)


# sampling


class Table(nn.Module):
    """A model that knows the joint distribution of all images of one small shape."""

    def __init__(self, joint: Tensor) -> None:
        super().__init__()
        self.joint = joint  # one axis of V values for each of the C * H * W dimensions, in order
        self.calls = 0

    def forward(self, x: Tensor) -> Tensor:
        self.calls += 1
        num_values, dims = self.joint.shape[0], self.joint.dim()
        flat = (x.movedim(1, -1).flatten(1) * (num_values - 1)).round().long()
        logits = torch.empty(len(x), num_values, dims)
        for b, t in itertools.product(range(len(x)), range(dims)):
            rest = self.joint[tuple(flat[b, :t])].reshape(num_values, -1).sum(1)
            logits[b, :, t] = rest.log()
        batch, channels, height, width = x.shape
        return logits.view(batch, num_values, height, width, channels).movedim(-1, 2)


def random_table(num_values: int, dims: int) -> Tensor:
    logits = 2 * torch.randn(num_values**dims, generator=seeded(3))
    return logits.softmax(0).view((num_values,) * dims)


def frequencies(images: Tensor, num_values: int) -> Tensor:
    values = (images.movedim(1, -1).flatten(1) * (num_values - 1)).round().long()
    places = num_values ** torch.arange(values.shape[1] - 1, -1, -1)
    counts = torch.bincount((values * places).sum(1), minlength=num_values ** values.shape[1])
    return counts / len(images)


@pytest.mark.parametrize(("num_values", "shape"), [(2, (1, 2, 2)), (3, (3, 1, 1)), (2, (3, 1, 1))])
@pytest.mark.slow
def test_samples_follow_a_known_table(num_values: int, shape: tuple[int, int, int]) -> None:
    joint = random_table(num_values, math.prod(shape))
    model = Table(joint)
    images = sample(model, (4000, *shape), num_values, seeded())
    assert images.dtype == torch.float32 and not images.requires_grad
    assert model.calls <= math.prod(shape)
    assert torch.isin(images, torch.arange(num_values) / (num_values - 1)).all()
    distance = (frequencies(images, num_values) - joint.flatten()).abs().sum()
    assert distance < 0.08


def test_a_completion_is_drawn_given_what_comes_before() -> None:
    joint = random_table(2, 4)
    known = torch.tensor([[False, True], [False, True]])
    x = torch.full((4000, 1, 2, 2), float("nan"), dtype=torch.float64)
    x[..., 0, 1], x[..., 1, 1] = 1, 0
    before = x.clone()
    images = complete(Table(joint), x, known, generator=seeded())
    torch.testing.assert_close(x, before, equal_nan=True)
    assert images.dtype == torch.float64
    assert (images[:, 0, 0, 1] == 1).all() and (images[:, 0, 1, 1] == 0).all()
    first = joint.sum((1, 2, 3))
    third = joint[:, 1].sum(-1) / joint[:, 1].sum((-1, -2)).unsqueeze(-1)
    expected = first.unsqueeze(1) * third
    found = frequencies(images[..., 0:1], 2).view(2, 2)
    assert (found - expected).abs().sum() < 0.06


def test_known_entries_may_differ_between_images_and_are_kept_to_the_bit() -> None:
    x = torch.rand(5, 3, 2, 2, generator=seeded())
    known = torch.rand(5, 3, 2, 2, generator=seeded(1)) < 0.5
    done = complete(PixelCNN(3, 6, 2, 4), x, known, 4, seeded())
    assert torch.equal(done[known], x[known])
    assert torch.isin(done[~known], torch.arange(4) / 3).all()
    assert torch.equal(complete(PixelCNN(3, 6, 2, 4), x, torch.ones(2, 2).bool(), 4), x)


def test_equal_generators_give_equal_images_and_move_on() -> None:
    model, generator = GatedPixelCNN(1, 8, 2), seeded()
    torch.manual_seed(1)
    first = sample(model, (3, 1, 4, 5), generator=generator)
    untouched = torch.get_rng_state()
    torch.manual_seed(2)
    assert torch.equal(sample(model, (3, 1, 4, 5), generator=seeded()), first)
    assert not torch.equal(sample(model, (3, 1, 4, 5), generator=generator), first)
    torch.manual_seed(1)
    assert torch.equal(torch.get_rng_state(), untouched)


# vae


def test_gaussian_kl_agrees_with_torch_distributions() -> None:
    mean, log_var = 2 * torch.randn(2, 5, 3, generator=seeded(), dtype=torch.float64)
    q = Normal(mean, (log_var / 2).exp())
    expected = true_kl(q, Normal(torch.zeros(3).double(), torch.ones(3).double())).sum(1)
    torch.testing.assert_close(gaussian_kl(mean, log_var), expected)
    tiny = torch.full((1, 1), 1e-4)
    torch.testing.assert_close(gaussian_kl(tiny * 0, tiny).item(), 0.25e-8, rtol=1e-2, atol=0)


def test_reparameterized_noise_has_the_mean_and_the_variance() -> None:
    mean, log_var = torch.tensor([[1.0, -2.0]]), torch.tensor([[math.log(4), math.log(0.25)]])
    z = reparameterize(mean, log_var, torch.randn(50_000, 2, generator=seeded()))
    torch.testing.assert_close(z.mean(0), mean[0], atol=0.05, rtol=0)
    torch.testing.assert_close(z.var(0), log_var[0].exp(), rtol=0.03, atol=0)


def test_importance_bound_is_the_log_of_the_mean_weight() -> None:
    log_weights = torch.randn(7, 4, generator=seeded(), dtype=torch.float64)
    expected = log_weights.exp().mean(0).log()
    torch.testing.assert_close(importance_bound(log_weights), expected)
    torch.testing.assert_close(importance_bound(log_weights - 1e4), expected - 1e4)
    torch.testing.assert_close(importance_bound(log_weights[:1]), log_weights[0])


def test_importance_bound_of_a_linear_gaussian_model_with_its_posterior_is_exact() -> None:
    loading = torch.randn(4, 2, generator=seeded(), dtype=torch.float64)
    x = torch.randn(6, 4, generator=seeded(1), dtype=torch.float64)
    eye2, eye4 = torch.eye(2).double(), torch.eye(4).double()
    covariance = torch.linalg.inv(eye2 + loading.T @ loading)
    posterior = MultivariateNormal(x @ loading @ covariance, covariance)
    torch.manual_seed(0)
    z = posterior.sample(torch.Size([5]))
    likelihood = Independent(Normal(z @ loading.T, 1.0), 1).log_prob(x)  # type: ignore[no-untyped-call]
    prior = MultivariateNormal(torch.zeros(2).double(), eye2).log_prob(z)  # type: ignore[no-untyped-call]
    log_weights = likelihood + prior - posterior.log_prob(z)  # type: ignore[no-untyped-call]
    evidence = MultivariateNormal(torch.zeros(4).double(), eye4 + loading @ loading.T).log_prob(x)  # type: ignore[no-untyped-call]
    torch.testing.assert_close(importance_bound(log_weights), evidence)


def exact_log_likelihood(vae: VAE, x: Tensor) -> Tensor:
    """log p(x) of a VAE with one latent dimension, by a sum over a fine grid."""
    z = torch.linspace(-12, 12, 4001, dtype=torch.float64)
    log_prior = Normal(0.0, 1.0).log_prob(z) + math.log(24 / 4000)  # type: ignore[no-untyped-call]
    logits = vae.decode(z.unsqueeze(1))
    log_likelihood = -F.binary_cross_entropy_with_logits(
        logits.unsqueeze(1).expand(-1, len(x), -1), x.expand(len(z), -1, -1), reduction="none"
    ).sum(-1)
    result: Tensor = torch.logsumexp(log_likelihood + log_prior.unsqueeze(1), 0)
    return result


def test_elbo_and_comparison_against_the_exact_likelihood() -> None:
    torch.manual_seed(0)
    vae, pixelcnn = VAE(6, hidden=8, latent=1).double(), PixelCNN(1, 4, 2).double()
    images = binary_images(6).view(-1, 1, 2, 3)
    x = images.flatten(1)
    log_p = exact_log_likelihood(vae, x).detach()
    assert log_p.exp().sum().item() == pytest.approx(1, abs=1e-6)
    elbo = torch.stack([vae.elbo(x, torch.randn(64, 1).double()) for _ in range(200)]).mean(0)
    assert (elbo < log_p + 0.05).all()

    table = compare(pixelcnn, vae, images, num_samples=500, generator=seeded())
    nats = {name: float(row["nats"]) for name, row in table.items()}
    assert nats["pixelcnn"] == pytest.approx(
        categorical_nll(pixelcnn(images), images.long()).mean().item()
    )
    assert nats["vae_importance"] == pytest.approx(-log_p.mean().item(), abs=5e-3)
    assert nats["vae_elbo"] >= nats["vae_importance"]
    assert {name: row["kind"] for name, row in table.items()} == {
        "pixelcnn": "exact",
        "vae_elbo": "bound",
        "vae_importance": "bound",
    }
    for row in table.values():
        assert row["bits_per_dim"] == pytest.approx(float(row["nats"]) / 6 / math.log(2))
    assert compare(pixelcnn, vae, images, 500, seeded()) == table


def test_elbo_is_likelihood_minus_kl_and_can_be_differentiated() -> None:
    vae = VAE(5, hidden=4, latent=2)
    x = torch.randint(2, (3, 5), generator=seeded()).float()
    noise = torch.randn(3, 2, generator=seeded())
    mean, log_var = vae.encode(x)
    logits = vae.decode(reparameterize(mean, log_var, noise))
    expected = Bernoulli(logits=logits).log_prob(x).sum(1) - gaussian_kl(mean, log_var)  # type: ignore[no-untyped-call]
    elbo = vae.elbo(x, noise)
    torch.testing.assert_close(elbo, expected)
    elbo.sum().backward()  # type: ignore[no-untyped-call]
    assert all(p.grad is not None and p.grad.any() for p in vae.parameters())
