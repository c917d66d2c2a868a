"""Reference solutions of `foundations/budget`: what training costs, and how to train less."""

import re

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def to_flops(text: str) -> float:
    """Read a computer's speed: "100 gigaFLOPS" is 1e11 operations in a second.

    ====  ====  ====  ====  ====  =====
    kilo  mega  giga  tera  peta  exa
    1e3   1e6   1e9   1e12  1e15  1e18
    ====  ====  ====  ====  ====  =====

    Args:
        text: a number, one blank, and "FLOPS" with one of these prefixes or none.

    Returns:
        A Python float: floating-point operations per second.

    Raises:
        ValueError: ``text`` is anything else.

    Example:
        >>> to_flops("100 gigaFLOPS"), to_flops("2.5 FLOPS")
        (100000000000.0, 2.5)
    """
    # About 8 lines. `float` reads a number, and raises ValueError where there is none.
    ### BEGIN SOLUTION
    prefixes = ["", "kilo", "mega", "giga", "tera", "peta", "exa"]
    parts = re.fullmatch(r"([-+.0-9eE]+) ([a-z]*)FLOPS", text)
    if parts is None or parts[2] not in prefixes:
        raise ValueError(f'a speed is written like "100 gigaFLOPS", not {text!r}')
    return float(parts[1]) * 1000.0 ** prefixes.index(parts[2])
    ### END SOLUTION


def training_cost(
    parameters: float,
    tokens: float,
    flops_per_second: float,
    utilisation: float = 1.0,
    machines: int = 1,
    kilowatts: float = 1.0,
) -> dict[str, float]:
    """What it takes to train a large network: operations, days, energy.

    For each parameter and each token a network computes 2 operations forward and 4 backward. See
    Kaplan et al., "Scaling Laws for Neural Language Models", 2020.

    Args:
        parameters: how many numbers the network consists of.
        tokens: how many words, or pieces of words, it is trained on.
        flops_per_second: what one machine could do at most.
        utilisation: the share of it that is reached.
        machines: how many work at once.
        kilowatts: that each machine draws.

    Returns:
        Python floats: ``"flops"``, all operations; ``"petaflops_days"``, the same in units of 1e15
        operations per second for one day; ``"days"`` on these machines; ``"kwh"`` that all of them
        draw meanwhile.

    Example:
        GPT-3, on 1,000 machines of 100 teraFLOPS each, half of it used.

        >>> cost = training_cost(175e9, 300e9, 1e14, utilisation=0.5, machines=1000)
        >>> print({name: float(f"{value:.3g}") for name, value in cost.items()})
        {'flops': 3.15e+23, 'petaflops_days': 3650.0, 'days': 72.9, 'kwh': 1750000.0}
    """
    # About 8 lines. A day has 86,400 seconds and 24 hours.
    ### BEGIN SOLUTION
    flops = float(6 * parameters * tokens)
    days = flops / (machines * utilisation * flops_per_second) / 86_400
    return {
        "flops": flops,
        "petaflops_days": flops / (1e15 * 86_400),
        "days": days,
        "kwh": days * 24 * machines * kilowatts,
    }
    ### END SOLUTION


def freeze(model: nn.Sequential, last: int | None) -> list[nn.Parameter]:
    """Let only the last layers of a network learn; the others stay as they are.

    Args:
        model: is changed: *every* parameter's ``requires_grad`` is set. Its children that have no
            parameters, such as ``nn.ReLU()``, do not count.
        last: of the children that have parameters, so many train, at least 1; ``None``: all.

    Returns:
        The parameters that train, in the order of ``model.parameters()``.

    Example:
        >>> model = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2), nn.ReLU())
        >>> [tuple(p.shape) for p in freeze(model, 1)]
        [(2, 3), (2,)]
        >>> [p.requires_grad for p in model.parameters()]
        [False, False, True, True]
    """
    # About 6 lines. `list(child.parameters())` is empty for a child without any.
    ### BEGIN SOLUTION
    model.requires_grad_(False)
    layers = [child for child in model if list(child.parameters())]
    for child in layers if last is None else layers[-last:]:
        child.requires_grad_(True)
    return [parameter for parameter in model.parameters() if parameter.requires_grad]
    ### END SOLUTION


def finetune_step(
    model: nn.Sequential, last: int | None, x: Tensor, labels: Tensor, learning_rate: float
) -> float:
    """Take one step of plain gradient descent with all but the last layers frozen.

    Frozen means: parameters *and buffers* stay, such as the running mean of a batch normalisation.
    So the children before the first one that trains run in evaluation mode, and the others in
    training mode.

    Args:
        model: is changed.
        last: as in ``freeze``.
        x: ``(B, ...)``, what ``model`` takes; it returns logits ``(B, K)``.
        labels: int ``(B,)``.
        learning_rate: of the step, on the mean cross-entropy.

    Returns:
        A Python float: the loss before the step. What ``.grad`` holds from earlier has no effect.

    Example:
        >>> model = nn.Sequential(nn.Linear(1, 2))
        >>> for parameter in model.parameters():
        ...     _ = nn.init.zeros_(parameter)
        >>> print(f"{finetune_step(model, None, torch.ones(1, 1), torch.tensor([1]), 1.0):.4f}")
        0.6931
        >>> model[0].bias.tolist()
        [-0.5, 0.5]
    """
    # About 10 lines: freeze; modes; cross-entropy; torch.optim.SGD, which wants zero_grad first.
    ### BEGIN SOLUTION
    trained = freeze(model, last)
    model.train()
    for child in model:
        if any(parameter.requires_grad for parameter in child.parameters()):
            break
        child.eval()
    loss = F.cross_entropy(model(x), labels)
    optimiser = torch.optim.SGD(trained, lr=learning_rate)
    optimiser.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    optimiser.step()
    return loss.item()
    ### END SOLUTION
