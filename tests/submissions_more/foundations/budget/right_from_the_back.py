"""Walks through the children from the back; the head runs on the frozen body's features."""

import torch
import torch.nn.functional as F


def to_flops(text):
    for power, prefix in ((18, "exa"), (15, "peta"), (12, "tera"), (9, "giga"), (6, "mega"), (3, "kilo"), (0, "")):
        ending = f" {prefix}FLOPS"
        if text.endswith(ending):
            return float(text[:-len(ending)]) * 10 ** power
    raise ValueError("FLOPS expected")


def training_cost(parameters, tokens, flops_per_second, utilisation=1.0, machines=1, kilowatts=1.0):
    flops = parameters * tokens * 6.0
    petaflops_day = 1e15 * 60 * 60 * 24
    speed = utilisation * flops_per_second * machines
    days = flops / speed / 60 / 60 / 24
    return {"flops": flops, "petaflops_days": flops / petaflops_day, "days": days, "kwh": machines * kilowatts * days * 24}


def _split(model, last):
    children = list(model.children())
    cut, left = len(children), last
    for i in range(len(children) - 1, -1, -1):
        if any(True for _ in children[i].parameters()):
            if left is not None:
                if left == 0:
                    break
                left -= 1
            cut = i
    return children[:cut], children[cut:]


def freeze(model, last):
    body, head = _split(model, last)
    for child in body:
        for p in child.parameters():
            p.requires_grad_(False)
    for child in head:
        for p in child.parameters():
            p.requires_grad_(True)
    return list(filter(lambda p: p.requires_grad, model.parameters()))


def finetune_step(model, last, x, labels, learning_rate):
    trained = freeze(model, last)
    body, head = _split(model, last)
    with torch.no_grad():
        h = x
        for child in body:
            child.train(False)
            h = child(h)
    for child in head:
        child.train(True)
        h = child(h)
    loss = -F.log_softmax(h, dim=1)[torch.arange(len(labels)), labels].mean()
    for p in trained:
        p.grad = None
    loss.backward()
    for p in trained:
        p.data = p.data - learning_rate * p.grad
    return loss.item()
