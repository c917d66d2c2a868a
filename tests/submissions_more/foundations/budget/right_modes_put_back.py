"""The modes of the children are put back afterwards; the gradients too."""

import math

import torch
from torch import nn


def to_flops(text):
    try:
        number, unit = text.split(" ")
        prefix = unit.removesuffix("FLOPS")
        if prefix == unit:
            raise ValueError("no FLOPS")
        exponent = 3 * ("", "kilo", "mega", "giga", "tera", "peta", "exa").index(prefix)
        value = float(number)
    except ValueError as error:
        raise ValueError(f"{text!r} is no number of FLOPS") from error
    if not math.isfinite(value):
        raise ValueError("not finite")
    return value * 10 ** exponent


def training_cost(parameters, tokens, flops_per_second, utilisation=1.0, machines=1, kilowatts=1.0):
    result = {"flops": 6.0 * (parameters * tokens)}
    result["petaflops_days"] = result["flops"] / 1e15 / 86400.0
    result["days"] = result["flops"] / flops_per_second / utilisation / machines / 86400.0
    result["kwh"] = result["days"] * 24.0 * machines * kilowatts
    return result


def freeze(model, last):
    owners = [m for m in model.children() if list(m.parameters())]
    chosen = {id(p) for m in (owners if last is None else owners[max(0, len(owners) - last):]) for p in m.parameters()}
    kept = []
    for p in model.parameters():
        p.requires_grad_(id(p) in chosen)
        if p.requires_grad:
            kept.append(p)
    return kept


def finetune_step(model, last, x, labels, learning_rate):
    modes = {module: module.training for module in model.modules()}
    trained = freeze(model, last)
    ids = {id(p) for p in trained}
    reached = False
    for child in model.children():
        reached = reached or any(id(p) in ids for p in child.parameters())
        child.train(reached)
    loss = nn.CrossEntropyLoss()(model(x), labels)
    gradients = torch.autograd.grad(loss, trained, allow_unused=True, materialize_grads=True)
    with torch.no_grad():
        for p, g in zip(trained, gradients):
            p.copy_(p - learning_rate * g)
    for module, mode in modes.items():
        module.training = mode
    return loss.detach().item()
