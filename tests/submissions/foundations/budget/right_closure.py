"""Decimal numbers; children by name; the optimiser calls a closure."""

from decimal import Decimal, InvalidOperation

import torch
import torch.nn.functional as F


def to_flops(text):
    words = text.split(" ")
    if len(words) != 2:
        raise ValueError(f"not a number and a unit: {text!r}")
    powers = {f"{p}FLOPS": 3 * n for n, p in enumerate(["", "kilo", "mega", "giga", "tera", "peta", "exa"])}
    try:
        return float(Decimal(words[0]).scaleb(powers[words[1]]))
    except (KeyError, InvalidOperation) as error:
        raise ValueError(f"not a speed: {text!r}") from error


def training_cost(parameters, tokens, flops_per_second, utilisation=1.0, machines=1, kilowatts=1.0):
    flops = 6 * Decimal(parameters) * Decimal(tokens)
    seconds = flops / (Decimal(flops_per_second) * Decimal(utilisation) * machines)
    exact = {
        "kwh": seconds / 3600 * machines * Decimal(kilowatts),
        "days": seconds / 86400,
        "petaflops_days": flops / Decimal("8.64e19"),
        "flops": flops,
    }
    return {name: float(value) for name, value in exact.items()}


def freeze(model, last):
    owners = [name for name, child in model.named_children() if any(True for _ in child.parameters())]
    trained = set(owners if last is None else owners[-last:])
    chosen = []
    for name, parameter in model.named_parameters():
        parameter.requires_grad = name.split(".")[0] in trained
        if parameter.requires_grad:
            chosen.append(parameter)
    return chosen


def finetune_step(model, last, x, labels, learning_rate):
    optimiser = torch.optim.SGD(freeze(model, last), lr=learning_rate)
    learning = False
    for child in model.children():
        learning = learning or any(p.requires_grad for p in child.parameters())
        child.train(learning)

    def closure():
        optimiser.zero_grad()
        loss = F.cross_entropy(model(x), labels)
        loss.backward()
        return loss

    return optimiser.step(closure).item()
