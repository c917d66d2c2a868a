"""The models of the course as `benchmarks/models.py` trains, asks and draws from them."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import torch
from torch import Tensor, nn

from solutions.density.compare import mixture_log_prob
from solutions.density.fvsbn import FVSBN
from solutions.density.made import MADE
from solutions.density.nade import NADE
from solutions.density.rnn import RNNDensity, step_sample
from solutions.images.colour import ColourPixelCNN
from solutions.pixelcnn.likelihood import bernoulli_nll, categorical_nll
from solutions.pixelcnn.sampling import sample as sample_pixels
from solutions.pixelcnn.stack import GatedPixelCNN, PixelCNN
from solutions.pixelcnn.vae import VAE, importance_bound, reparameterize

COMPONENTS = 20  # of the mixture: 20 products of coins
DRAWS = 64  # of a VAE's importance bound
Parameters = Mapping[str, Any]


class Rows(nn.Module):
    """What `train_by_protocol` and `report` ask of a model: `log_prob` of rows; and `sample`."""

    def log_prob(self, x: Tensor) -> Tensor:
        """Return log P(x) of rows (B, D), nats (B,)."""
        raise NotImplementedError

    def sample(self, num_samples: int) -> Tensor:
        """Return rows (num_samples, D) of zeros and ones."""
        raise NotImplementedError


class Coins(Rows):
    """A mixture of products of coins; with one component, independent pixels."""

    def __init__(self, num_dims: int, components: int) -> None:
        super().__init__()
        self.weight_logits = nn.Parameter(torch.zeros(components))
        self.logits = nn.Parameter(torch.randn(components, num_dims) * (components > 1))

    def log_prob(self, x: Tensor) -> Tensor:
        return mixture_log_prob(x, self.weight_logits, self.logits)

    def sample(self, num_samples: int) -> Tensor:
        chosen = torch.multinomial(self.weight_logits.softmax(0), num_samples, replacement=True)
        return torch.bernoulli(self.logits[chosen].sigmoid())


class OneByOne(Rows):
    """An `RNNDensity`, drawn from by its steps."""

    def __init__(self, hidden: int, num_dims: int) -> None:
        super().__init__()
        self.model, self.num_dims = RNNDensity(hidden), num_dims

    def log_prob(self, x: Tensor) -> Tensor:
        return self.model.log_prob(x)

    def sample(self, num_samples: int) -> Tensor:
        return step_sample(self.model, num_samples, self.num_dims)


class Pixels(Rows):
    """A PixelCNN, asked about rows: of grey images, or of those in colours."""

    def __init__(self, model: nn.Module, side: int, channels: int = 1, num_values: int = 2) -> None:
        super().__init__()
        self.model, self.shape, self.num_values = model, (channels, side, side), num_values

    def log_prob(self, x: Tensor) -> Tensor:
        images = x.view(-1, *self.shape)
        values = (images * (self.num_values - 1)).round().long()
        return -categorical_nll(self.model(images), values)

    def sample(self, num_samples: int) -> Tensor:
        shape = (num_samples, *self.shape)
        return sample_pixels(self.model, shape, self.num_values).flatten(1)


class Shares(Rows):
    """Independent numbers: for each of D its own probabilities of V values."""

    def __init__(self, num_dims: int, num_values: int) -> None:
        super().__init__()
        self.logits, self.num_values = nn.Parameter(torch.zeros(num_dims, num_values)), num_values

    def log_prob(self, x: Tensor) -> Tensor:
        values = (x * (self.num_values - 1)).round().long()
        each = self.logits.log_softmax(1).expand(len(x), -1, -1)
        return each.gather(2, values.unsqueeze(2)).sum((1, 2))

    def sample(self, num_samples: int) -> Tensor:
        drawn = torch.multinomial(self.logits.softmax(1), num_samples, replacement=True)
        return drawn.T / (self.num_values - 1)


class Bound(Rows):
    """A VAE: `log_prob` is the importance bound, which is below log P(x)."""

    def __init__(self, num_dims: int) -> None:
        super().__init__()
        self.model = VAE(num_dims)

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return mean and log-variance, by which the protocol knows how wide the noise is."""
        return self.model.encode(x)

    def elbo(self, x: Tensor, noise: Tensor) -> Tensor:
        """Return the bound that is trained."""
        return self.model.elbo(x, noise)

    def log_prob(self, x: Tensor) -> Tensor:
        mean, log_var = self.model.encode(x)
        draw = torch.Generator().manual_seed(0)
        weights = []
        for _ in range(DRAWS):
            noise = torch.randn(mean.shape, generator=draw)
            z = reparameterize(mean, log_var, noise)
            joint = -bernoulli_nll(self.model.decode(z), x) - (z.square() / 2).sum(1)
            # Under q, z has the density of its noise, divided by the standard deviations.
            weights.append(joint + (noise.square() / 2 + log_var / 2).sum(1))
        return importance_bound(torch.stack(weights))

    def sample(self, num_samples: int) -> Tensor:
        width = self.model.encode(torch.zeros(1, self.num_dims))[0].shape[1]
        return torch.bernoulli(self.model.decode(torch.randn(num_samples, width)).sigmoid())

    @property
    def num_dims(self) -> int:
        """Return D."""
        return next(self.model.encoder.parameters()).shape[1]


@dataclass(frozen=True)
class Contender:
    """A model, the assignment whose protocol trains it, and what its figures are.

    `build` takes the number of dimensions, the side and the assignment's parameters; `steps` and
    `rate` name parameters, or are numbers. `exact` is False for a bound.
    """

    name: str
    assignment: str
    build: Callable[[int, int, Parameters], nn.Module]
    steps: str
    rate: float | str
    loss: str = "log_prob"
    exact: bool = True

    def number(self, of: float | str, parameters: Parameters) -> float:
        """Return a number, or the parameter that it names."""
        return float(parameters[of]) if isinstance(of, str) else of


def _density(
    name: str, build: Callable[[int, int, Parameters], nn.Module], steps: str = "train_steps"
) -> Contender:
    return Contender(name, "density", build, steps, "learning_rate")


CONTENDERS = (
    _density("independent pixels", lambda dims, side, p: Coins(dims, 1)),
    _density(f"mixture of {COMPONENTS} products", lambda dims, side, p: Coins(dims, COMPONENTS)),
    _density("FVSBN", lambda dims, side, p: FVSBN(dims)),
    _density("NADE", lambda dims, side, p: NADE(dims, int(p["hidden"]))),
    _density("MADE", lambda dims, side, p: MADE(dims, (int(p["hidden"]),) * 2)),
    _density("RNN", lambda dims, side, p: OneByOne(int(p["rnn_hidden"]), dims), "rnn_steps"),
    Contender(
        "PixelCNN",
        "pixelcnn",
        lambda dims, side, p: Pixels(_stack(PixelCNN, p), side),
        "train_steps",
        3e-3,
    ),
    Contender(
        "Gated PixelCNN",
        "pixelcnn",
        lambda dims, side, p: Pixels(_stack(GatedPixelCNN, p), side),
        "train_steps",
        3e-3,
    ),
    Contender(
        "VAE", "pixelcnn", lambda dims, side, p: Bound(dims), "vae_steps", 3e-3, "elbo", exact=False
    ),
)


def _colour(
    name: str, build: Callable[[int, int, Parameters], nn.Module], model: bool = True
) -> Contender:
    def built(dims: int, side: int, p: Parameters) -> nn.Module:
        found = build(dims, side, p)
        return Pixels(found, side, 3, int(p["num_values"])) if model else found

    return Contender(name, "images", built, "train_steps", "learning_rate")


def _painter(p: Parameters, *dilations: int) -> nn.Module:
    return ColourPixelCNN(int(p["hidden_channels"]), dilations, int(p["num_values"]))


def _three(kind: Callable[..., nn.Module], p: Parameters) -> nn.Module:
    """Build a model of `pixelcnn` for three channels, with as many layers as the others here."""
    hidden, values = int(p["hidden_channels"]), int(p["num_values"])
    return kind(in_channels=3, hidden_channels=hidden, num_layers=3, num_values=values)


IN_COLOUR = (
    _colour("independent numbers", lambda dims, side, p: Shares(dims, int(p["num_values"])), False),
    _colour("ColourPixelCNN, dilations 1, 1, 1", lambda dims, side, p: _painter(p, 1, 1, 1)),
    _colour("ColourPixelCNN, dilations 1, 2, 1", lambda dims, side, p: _painter(p, 1, 2, 1)),
    _colour("ColourPixelCNN, dilations 1, 2, 4", lambda dims, side, p: _painter(p, 1, 2, 4)),
    _colour("PixelCNN", lambda dims, side, p: _three(PixelCNN, p)),
    _colour("Gated PixelCNN", lambda dims, side, p: _three(GatedPixelCNN, p)),
)


def _stack(kind: Callable[..., nn.Module], p: Parameters) -> nn.Module:
    return kind(
        num_values=int(p["num_values"]),
        hidden_channels=int(p["hidden_channels"]),
        num_layers=int(p["num_layers"]),
    )


def free_numbers(model: nn.Module, num_dims: int) -> int:
    """Return how many entries of its parameters move `log_prob` of random rows.

    Entries behind a mask have the gradient zero; no other entry has it for all of many rows.
    """
    draw = torch.Generator().manual_seed(0)
    x = torch.bernoulli(torch.full((64, num_dims), 0.5), generator=draw)
    weights = torch.randn(64, generator=draw)
    cast(Rows, model).log_prob(x).mul(weights).sum().backward()  # type: ignore[no-untyped-call]
    found = sum(int((p.grad != 0).sum()) for p in model.parameters() if p.grad is not None)
    model.zero_grad()
    return found


def bits(nats: float, num_dims: int) -> float:
    """Return nats of a row in bits per dimension."""
    return nats / num_dims / math.log(2)
