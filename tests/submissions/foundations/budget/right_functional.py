"""functional_call computes the gradient; values are written back."""

import math

import torch
from torch.func import functional_call


def to_flops(text):
    number, unit = (text.split(" ") + [""])[:2] if text.count(" ") == 1 else ("", "")
    scale = dict(zip(("FLOPS", "kiloFLOPS", "megaFLOPS", "gigaFLOPS", "teraFLOPS", "petaFLOPS", "exaFLOPS"), range(0, 21, 3)))
    if unit not in scale:
        raise ValueError(f"{text!r}: write a number, a blank and FLOPS")
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(f"{number!r} is no number")
    return value * 10.0 ** scale[unit]


def training_cost(parameters, tokens, flops_per_second, utilisation=1.0, machines=1, kilowatts=1.0):
    flops = math.prod((6.0, parameters, tokens))
    days = flops / math.prod((flops_per_second, utilisation, machines, 86400.0))
    return {"flops": flops, "petaflops_days": flops / 86400e15, "days": days, "kwh": 24 * days * kilowatts * machines}


def freeze(model, last):
    left = math.inf if last is None else last
    for child in reversed(list(model)):
        has = any(True for _ in child.parameters())
        child.requires_grad_(left > 0)
        left -= has
    return list(filter(lambda p: p.requires_grad, model.parameters()))


def finetune_step(model, last, x, labels, learning_rate):
    freeze(model, last)
    names = {name: p for name, p in model.named_parameters() if p.requires_grad}
    first = min(int(name.split(".")[0]) for name in names)
    for place, child in enumerate(model):
        child.train() if place >= first else child.eval()

    values = {name: p.detach().clone().requires_grad_() for name, p in names.items()}
    loss = torch.nn.functional.cross_entropy(functional_call(model, values, (x,)), labels)
    gradients = torch.autograd.grad(loss, list(values.values()))
    with torch.no_grad():
        for p, gradient in zip(names.values(), gradients):
            p.copy_(p - learning_rate * gradient)
    return loss.item()
