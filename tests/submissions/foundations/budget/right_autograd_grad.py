"""Gradients by torch.autograd.grad; frozen children run without them."""

import re

import torch
import torch.nn.functional as F


def to_flops(text):
    match = re.fullmatch(r"(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?) (kilo|mega|giga|tera|peta|exa)?FLOPS", text)
    if match is None:
        raise ValueError("not a speed: " + text)
    power = {None: 0, "kilo": 3, "mega": 6, "giga": 9, "tera": 12, "peta": 15, "exa": 18}[match[2]]
    return float(match[1]) * float(f"1e{power}")


def training_cost(parameters, tokens, flops_per_second, utilisation=1.0, machines=1, kilowatts=1.0):
    flops = 2.0 * parameters * tokens + 4.0 * parameters * tokens
    one_machine = flops / (flops_per_second * utilisation)
    hours = one_machine / machines / 3600
    return dict(flops=flops, petaflops_days=flops / 8.64e19, days=hours / 24, kwh=one_machine / 3600 * kilowatts)


def freeze(model, last):
    owners = [i for i, child in enumerate(model) if next(child.parameters(), None) is not None]
    train = set(owners if last is None else owners[-last:])
    chosen = []
    for i, child in enumerate(model):
        for parameter in child.parameters():
            parameter.requires_grad_(i in train)
            if i in train:
                chosen.append(parameter)
    return chosen


def finetune_step(model, last, x, labels, learning_rate):
    chosen = freeze(model, last)
    started = False
    for child in model:
        started = started or any(p.requires_grad for p in child.parameters())
        child.train(started)
        x = child(x)
    loss = F.cross_entropy(x, labels)
    gradients = torch.autograd.grad(loss, chosen)
    with torch.no_grad():
        for parameter, gradient in zip(chosen, gradients):
            parameter -= learning_rate * gradient
    return float(loss)
