"""The loss's gradient at the logits by hand; a vector-Jacobian product for the rest."""

import torch
from torch import nn


def to_flops(text):
    if text.count(" ") != 1 or not text.endswith("FLOPS"):
        raise ValueError(text)
    number, unit = text.split()
    known = "FLOPS kiloFLOPS megaFLOPS gigaFLOPS teraFLOPS petaFLOPS exaFLOPS".split()
    if unit not in known:
        raise ValueError(unit)
    return float(number + "e0" if "e" not in number.lower() else number) * 1000.0 ** known.index(unit)


def training_cost(parameters, tokens, flops_per_second, utilisation=1.0, machines=1, kilowatts=1.0):
    keys = ("flops", "petaflops_days", "days", "kwh")
    flops = float(parameters) * tokens * 6
    days = flops / (86400 * flops_per_second * utilisation * machines)
    return dict(zip(keys, (flops, flops / 86400e15, days, 24 * days * (machines * kilowatts))))


def freeze(model, last):
    groups = [list(child.parameters()) for child in model.children()]
    groups = [g for g in groups if g]
    border = 0 if last is None else max(len(groups) - last, 0)
    for i, group in enumerate(groups):
        for p in group:
            p.requires_grad = i >= border
    return [p for p in model.parameters() if p.requires_grad]


def finetune_step(model, last, x, labels, learning_rate):
    params = freeze(model, last)
    started = False
    for child in model.children():
        started |= any(p.requires_grad for p in child.parameters())
        child.train(started)
    logits = model(x)
    with torch.no_grad():
        log_p = logits.log_softmax(1)
        value = -log_p.gather(1, labels.unsqueeze(1)).mean().item()
        v = (log_p.exp() - nn.functional.one_hot(labels, logits.shape[1])) / len(labels)
    gradients = torch.autograd.grad(logits, params, grad_outputs=v)
    with torch.no_grad():
        for p, g in zip(params, gradients):
            p.sub_(g.mul(learning_rate))
    return value
