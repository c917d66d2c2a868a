"""Reference solutions of `games/duel`: two networks that train each other."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Generator(nn.Module):
    """A network that makes samples of noise.

    It is not linear, all of the noise matters, and no row sees another one. The answer is the same
    in training and evaluation mode and when it is asked again.

    Args:
        noise_dim: numbers of noise in a row.
        hidden: units of the hidden layers.
        data_dim: numbers of a sample.

    Example:
        >>> Generator(noise_dim=3, data_dim=2)(torch.zeros(5, 3)).shape
        torch.Size([5, 2])
    """

    def __init__(self, noise_dim: int = 2, hidden: int = 64, data_dim: int = 2) -> None:
        """Build the network."""
        super().__init__()
        # About 7 lines: nn.Sequential. Nothing at its end: a sample may be any real numbers.
        ### BEGIN SOLUTION
        self.layers = nn.Sequential(
            nn.Linear(noise_dim, hidden),
            nn.ReLU(),
            nn.Linear(hidden, hidden),
            nn.ReLU(),
            nn.Linear(hidden, data_dim),
        )
        ### END SOLUTION

    def forward(self, z: Tensor) -> Tensor:
        """Samples ``(B, data_dim)`` of noise ``z (B, noise_dim)``."""
        # 1 line.
        ### BEGIN SOLUTION
        return self.layers(z)  # type: ignore[no-any-return]
        ### END SOLUTION


class Discriminator(nn.Module):
    """A network that says of each sample whether it is real: sigmoid(logit) is P(real).

    It is not linear, all of the sample matters, and no row sees another one. The answer is the same
    in training and evaluation mode and when it is asked again.

    Args:
        data_dim: numbers of a sample.
        hidden: units of the hidden layers.

    Example:
        >>> Discriminator(data_dim=2)(torch.zeros(5, 2)).shape
        torch.Size([5])
    """

    def __init__(self, data_dim: int = 2, hidden: int = 64) -> None:
        """Build the network."""
        super().__init__()
        # About 7 lines. No sigmoid at its end: a logit may be any real number.
        ### BEGIN SOLUTION
        self.layers = nn.Sequential(
            nn.Linear(data_dim, hidden),
            nn.ReLU(),
            nn.Linear(hidden, hidden),
            nn.ReLU(),
            nn.Linear(hidden, 1),
        )
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """Logits ``(B,)`` of samples ``x (B, data_dim)``."""
        # 1 line.
        ### BEGIN SOLUTION
        return self.layers(x).squeeze(1)  # type: ignore[no-any-return]
        ### END SOLUTION


def discriminator_step(
    generator: nn.Module,
    discriminator: nn.Module,
    optimizer: torch.optim.Optimizer,
    real: Tensor,
    noise: Tensor,
) -> float:
    """Take one step of the discriminator; the generator stays as it is, its ``.grad`` too.

    Both networks keep their modes and ``requires_grad``. What ``.grad`` held before has no effect.

    Args:
        generator: any network from rows of noise to samples.
        discriminator: any network from samples to logits ``(B,)``; its parameters are changed.
        optimizer: holds them; ``step()`` is called once.
        real: ``(N, ...)``, real samples.
        noise: ``(M, ...)``, what the generator makes the fakes of.

    Returns:
        A Python float: the loss *before* the step, -mean log D(real) - mean log(1 - D(fake)).

    Example:
        >>> generator, judge = nn.Linear(1, 1), nn.Sequential(nn.Linear(1, 1), nn.Flatten(0))
        >>> for parameter in judge.parameters():
        ...     _ = nn.init.zeros_(parameter)
        >>> sgd = torch.optim.SGD(judge.parameters(), lr=1.0)
        >>> loss = discriminator_step(generator, judge, sgd, torch.ones(2, 1), torch.ones(3, 1))
        >>> print(f"{loss:.4f}")
        1.3863
    """
    # About 7 lines. Make the fakes under torch.no_grad(): no gradient may reach the generator.
    ### BEGIN SOLUTION
    with torch.no_grad():
        fake = generator(noise)
    loss = -F.logsigmoid(discriminator(real)).mean() - F.logsigmoid(-discriminator(fake)).mean()
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    optimizer.step()
    return loss.item()
    ### END SOLUTION


def generator_step(
    generator: nn.Module,
    discriminator: nn.Module,
    optimizer: torch.optim.Optimizer,
    noise: Tensor,
    kind: str = "non_saturating",
) -> float:
    """Take one step of the generator; the discriminator's weights stay.

    Both networks keep their modes and ``requires_grad``. What ``.grad`` held before has no effect;
    what the discriminator's holds afterwards is not graded.

    Args:
        generator: its parameters are changed.
        discriminator: any network from samples to logits ``(B,)``.
        optimizer: holds the generator's parameters; ``step()`` is called once.
        noise: ``(M, ...)``.
        kind: ``"saturating"``: mean log(1 - D); ``"non_saturating"``: mean -log D.

    Returns:
        A Python float: the loss *before* the step.

    Raises:
        ValueError: ``kind`` is another one.

    Example:
        >>> generator, judge = nn.Linear(1, 1, bias=False), nn.Flatten(0)
        >>> _ = nn.init.zeros_(generator.weight)
        >>> sgd = torch.optim.SGD(generator.parameters(), lr=1.0)
        >>> loss = generator_step(generator, judge, sgd, torch.ones(2, 1))
        >>> print(f"{loss:.4f} {generator.weight.item():.1f}")
        0.6931 0.5
    """
    # About 10 lines. The gradient goes *through* the discriminator; only the generator steps.
    ### BEGIN SOLUTION
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(f'kind is "saturating" or "non_saturating", not {kind!r}')
    logits = discriminator(generator(noise))
    each = F.logsigmoid(-logits) if kind == "saturating" else -F.logsigmoid(logits)
    loss: Tensor = each.mean()
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    optimizer.step()
    return loss.item()
    ### END SOLUTION


def mode_report(samples: Tensor, centres: Tensor, radius: float) -> dict[str, int | float]:
    """Which modes of the data a generator has found, and how evenly.

    A sample *hits* its nearest centre if their Euclidean distance is at most ``radius``.

    Args:
        samples: ``(N, d)``.
        centres: ``(K, d)``, one for each mode.
        radius: how near is near enough.

    Returns:
        ``"modes"``: int, how many centres are hit at least once; ``"good"``: float, the share of
        the samples that hit; ``"kl"``: float, sum h log(K h) over the shares h of the *hits* by
        centre, in nats: 0 if they are even, log K for one mode alone, ``math.inf`` without hits.

    Example:
        >>> centres = torch.tensor([[0.0, 0.0], [4.0, 0.0]])
        >>> samples = torch.tensor([[0.0, 0.5], [0.5, 0.0], [2.0, 0.0], [0.3, 0.0]])
        >>> report = mode_report(samples, centres, 1.0)
        >>> report["modes"], report["good"], round(report["kl"], 4)
        (1, 0.75, 0.6931)
    """
    # About 8 lines. torch.bincount counts; torch.xlogy(h, K * h) is 0 where h is 0.
    ### BEGIN SOLUTION
    distances = (samples[:, None] - centres).norm(dim=2)
    nearest = distances.min(1)
    hits = nearest.indices[nearest.values <= radius]
    counts = torch.bincount(hits, minlength=len(centres)).double()
    share = counts / counts.sum()
    kl = torch.xlogy(share, len(centres) * share).sum().item() if len(hits) else math.inf
    return {
        "modes": int((counts > 0).sum()),
        "good": len(hits) / len(samples),
        "kl": kl,
    }
    ### END SOLUTION
