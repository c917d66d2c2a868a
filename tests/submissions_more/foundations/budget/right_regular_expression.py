"""A regular expression; torch.func.functional_call."""

import re

import torch
import torch.nn.functional as F

_PREFIXES = ["", "kilo", "mega", "giga", "tera", "peta", "exa"]
_FORM = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?) (|kilo|mega|giga|tera|peta|exa)FLOPS")
DAY = 86_400


def to_flops(text):
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(f"cannot read {text!r}")
    return float(match[1]) * float(1000 ** _PREFIXES.index(match[2]))


def training_cost(parameters, tokens, flops_per_second, utilisation=1.0, machines=1, kilowatts=1.0):
    flops = 6 * float(parameters) * float(tokens)
    machine_days = flops / (utilisation * flops_per_second * DAY)
    return dict(flops=flops, petaflops_days=flops / 8.64e19, days=machine_days / machines,
                kwh=machine_days * 24.0 * kilowatts)


def _first_trained(model, last):
    owners = [i for i, child in enumerate(model) if next(child.parameters(), None) is not None]
    return owners[0] if last is None or last >= len(owners) else owners[len(owners) - last]


def freeze(model, last):
    first = _first_trained(model, last)
    trained = []
    for i, child in enumerate(model):
        child.requires_grad_(i >= first)
        if i >= first:
            trained.extend(child.parameters())
    return trained


def finetune_step(model, last, x, labels, learning_rate):
    freeze(model, last)
    first = _first_trained(model, last)
    for child in model[:first]:
        child.eval()
    for child in model[first:]:
        child.train()
    names = [n for n, p in model.named_parameters() if p.requires_grad]
    parameters = dict(model.named_parameters())

    with torch.enable_grad():
        loss = F.cross_entropy(torch.func.functional_call(model, parameters, (x,)), labels)
        gradients = torch.autograd.grad(loss, [parameters[n] for n in names])
    with torch.no_grad():
        for name, gradient in zip(names, gradients):
            parameters[name].add_(gradient, alpha=-learning_rate)
    return float(loss.detach())
