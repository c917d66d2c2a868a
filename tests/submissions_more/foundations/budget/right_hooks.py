"""Each parameter steps in a hook, as soon as its gradient is there; modes are put back."""

import torch
import torch.nn.functional as F
from torch import nn


def to_flops(text):
    head, blank, unit = text.rpartition(" ")
    if not blank or head.strip() != head or not unit.endswith("FLOPS"):
        raise ValueError(f"{text!r}: a number, a blank, and a unit of FLOPS")
    return float(head) * 1e3 ** ("", "kilo", "mega", "giga", "tera", "peta", "exa").index(unit[:-5])


def training_cost(parameters, tokens, flops_per_second, utilisation=1.0, machines=1, kilowatts=1.0):
    total = 3 * (2 * parameters * tokens)
    seconds = total / (machines * (utilisation * flops_per_second))
    figures = (total, total / 1e15 / 86400, seconds / 86400, machines * kilowatts * seconds / 3600)
    return dict(zip(("flops", "petaflops_days", "days", "kwh"), map(float, figures)))


def freeze(model, last):
    learners = [child for child in model if sum(p.numel() for p in child.parameters())]
    chosen = nn.ModuleList(learners[len(learners) - min(last, len(learners)) :] if last else learners)
    model.requires_grad_(False)
    chosen.requires_grad_()
    return list(chosen.parameters())


def finetune_step(model, last, x, labels, learning_rate):
    before = {module: module.training for module in model.modules()}
    free = freeze(model, last)
    first = [any(p is free[0] for p in child.parameters()) for child in model].index(True)
    for place, child in enumerate(model):
        child.train(place >= first)
    for parameter in free:
        parameter.grad = None
    loss = F.cross_entropy(model(x), labels)

    @torch.no_grad()
    def step(parameter):
        parameter -= learning_rate * parameter.grad
        parameter.grad = None

    hooks = [parameter.register_post_accumulate_grad_hook(step) for parameter in free]
    loss.backward()
    for hook in hooks:
        hook.remove()
    for module, training in before.items():
        module.training = training
    return loss.item()
