"""Structural matching; foreach updates."""

import torch
import torch.nn.functional as F


def to_flops(text):
    match text.split(" "):
        case [number, "FLOPS"]:
            factor = 1.0
        case [number, "kiloFLOPS"]:
            factor = 1e3
        case [number, "megaFLOPS"]:
            factor = 1e6
        case [number, "gigaFLOPS"]:
            factor = 1e9
        case [number, "teraFLOPS"]:
            factor = 1e12
        case [number, "petaFLOPS"]:
            factor = 1e15
        case [number, "exaFLOPS"]:
            factor = 1e18
        case _:
            raise ValueError(text)
    return float(number) * factor


def training_cost(parameters, tokens, flops_per_second, utilisation=1.0, machines=1, kilowatts=1.0):
    flops = 6 * parameters * tokens
    hours = flops / (flops_per_second * utilisation * 3600 * machines)
    return {"flops": float(flops), "petaflops_days": flops / (24 * 3600 * 10 ** 15), "days": hours / 24,
            "kwh": hours * machines * kilowatts}


def freeze(model, last):
    model.requires_grad_(False)
    count = 0
    for child in reversed(list(model.children())):
        if sum(p.numel() for p in child.parameters()) == 0:
            continue
        if last is not None and count == last:
            break
        child.requires_grad_(True)
        count += 1
    return [p for p in model.parameters() if p.requires_grad]


def finetune_step(model, last, x, labels, learning_rate):
    params = freeze(model, last)
    training = False
    for child in model:
        if not training:
            training = any(p.requires_grad for p in child.parameters())
        child.train() if training else child.eval()
    for p in model.parameters():
        p.grad = None
    loss = F.nll_loss(F.log_softmax(model(x), -1), labels)
    loss.backward()
    with torch.no_grad():
        torch._foreach_add_(params, [p.grad for p in params], alpha=-learning_rate)
    return float(loss)
