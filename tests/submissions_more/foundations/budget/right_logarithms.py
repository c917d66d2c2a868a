"""Costs over logarithms to stay in range; itertools for the children."""

import itertools
import math

import torch
from torch.nn import functional as F

POWERS = dict(zip(["", "kilo", "mega", "giga", "tera", "peta", "exa"], range(0, 21, 3)))


def to_flops(text):
    number, _, unit = text.rpartition(" ")
    if unit[-5:] != "FLOPS" or number == "" or number != number.strip():
        raise ValueError(text)
    if unit[:-5] not in POWERS:
        raise ValueError(text)
    return float(number) * 10 ** POWERS[unit[:-5]]


def training_cost(parameters, tokens, flops_per_second, utilisation=1.0, machines=1, kilowatts=1.0):
    flops = math.prod([6.0, parameters, tokens])
    day = math.prod([24, 60, 60])
    per_day = math.prod([machines, utilisation, flops_per_second, day])
    return {"flops": flops, "petaflops_days": flops / math.prod([1e15, day]), "days": flops / per_day,
            "kwh": flops / per_day * math.prod([24, machines, kilowatts])}


def _has_parameters(child):
    return any(True for _ in child.parameters())


def freeze(model, last):
    owners = [c for c in model.children() if _has_parameters(c)]
    frozen = [] if last is None else owners[:-last]
    for p in model.parameters():
        p.requires_grad = True
    for p in itertools.chain.from_iterable(c.parameters() for c in frozen):
        p.requires_grad = False
    return [p for p in model.parameters() if p.requires_grad]


def finetune_step(model, last, x, labels, learning_rate):
    params = freeze(model, last)
    still = lambda child: not any(p.requires_grad for p in child.parameters())
    model.train()
    for child in itertools.takewhile(still, model.children()):
        child.eval()
    logits = model(x)
    loss = (torch.logsumexp(logits, 1) - logits.gather(1, labels[:, None])[:, 0]).mean()
    grads = torch.autograd.grad(loss, params)
    for p, g in zip(params, grads):
        p.data.sub_(learning_rate * g)
    return loss.item()
