"""A dictionary, an optimiser."""

import torch
from torch import nn


def to_flops(text):
    prefixes = {"": 1e0, "kilo": 1e3, "mega": 1e6, "giga": 1e9, "tera": 1e12, "peta": 1e15, "exa": 1e18}
    parts = text.split(" ")
    if len(parts) != 2 or not parts[1].endswith("FLOPS"):
        raise ValueError(f"not a speed: {text!r}")
    prefix = parts[1][:-len("FLOPS")]
    if prefix not in prefixes:
        raise ValueError(f"unknown prefix {prefix!r}")
    return float(parts[0]) * prefixes[prefix]


def training_cost(parameters, tokens, flops_per_second, utilisation=1.0, machines=1, kilowatts=1.0):
    flops = float(6 * parameters * tokens)
    seconds = flops / (flops_per_second * utilisation * machines)
    return {
        "flops": flops,
        "petaflops_days": flops / (1e15 * 24 * 3600),
        "days": seconds / (24 * 3600),
        "kwh": seconds / 3600 * machines * kilowatts,
    }


def freeze(model, last):
    with_parameters = [c for c in model if len(list(c.parameters())) > 0]
    if last is None:
        last = len(with_parameters)
    for p in model.parameters():
        p.requires_grad = False
    for child in with_parameters[-last:]:
        for p in child.parameters():
            p.requires_grad = True
    return [p for p in model.parameters() if p.requires_grad]


def finetune_step(model, last, x, labels, learning_rate):
    trained = freeze(model, last)
    first = min(i for i, c in enumerate(model) if any(p.requires_grad for p in c.parameters()))
    for i, child in enumerate(model):
        child.train(i >= first)
    optimiser = torch.optim.SGD(trained, lr=learning_rate)
    optimiser.zero_grad()
    loss = nn.functional.cross_entropy(model(x), labels)
    loss.backward()
    optimiser.step()
    return loss.item()
