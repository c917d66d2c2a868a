"""A table of prefixes; an optimiser."""

import torch
from torch import nn

PREFIXES = {"": 1, "kilo": 1e3, "mega": 1e6, "giga": 1e9, "tera": 1e12, "peta": 1e15, "exa": 1e18}


def to_flops(text):
    number, _, unit = text.partition(" ")
    if not unit.endswith("FLOPS") or unit[:-5] not in PREFIXES:
        raise ValueError(f"unknown unit {unit}")
    if number.strip() != number or not any(c.isdigit() for c in number):
        raise ValueError("no number")
    return float(number) * PREFIXES[unit[:-5]]


def training_cost(parameters, tokens, flops_per_second, utilisation=1.0, machines=1, kilowatts=1.0):
    flops = 6 * parameters * tokens
    seconds = flops / (flops_per_second * utilisation * machines)
    days = seconds / (24 * 60 * 60)
    return {
        "flops": float(flops),
        "petaflops_days": flops / 1e15 / (24 * 60 * 60),
        "days": days,
        "kwh": kilowatts * machines * seconds / 3600,
    }


def freeze(model, last):
    for p in model.parameters():
        p.requires_grad = False
    with_parameters = [child for child in model.children() if len(list(child.parameters())) > 0]
    if last is not None:
        with_parameters = with_parameters[-last:]
    for child in with_parameters:
        for p in child.parameters():
            p.requires_grad = True
    return [p for p in model.parameters() if p.requires_grad]


def finetune_step(model, last, x, labels, learning_rate):
    parameters = freeze(model, last)
    first = next(i for i, child in enumerate(model) if any(p.requires_grad for p in child.parameters()))
    for i, child in enumerate(model):
        child.train(i >= first)
    optimiser = torch.optim.SGD(parameters, lr=learning_rate)
    loss = nn.CrossEntropyLoss()(model(x), labels)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return loss.item()
