"""The net is cut into a frozen body and a head that trains."""

import torch
from torch import nn


def to_flops(text):
    words = text.split(" ")
    if len(words) != 2 or not words[1].endswith("FLOPS"):
        raise ValueError(text)
    names = ("", "kilo", "mega", "giga", "tera", "peta", "exa")
    prefix = words[1].removesuffix("FLOPS")
    if prefix not in names or not words[0] or words[0][-1] not in "0123456789.":
        raise ValueError(text)
    return float(words[0]) * 10.0 ** (3 * names.index(prefix))


def training_cost(parameters, tokens, flops_per_second, utilisation=1.0, machines=1, kilowatts=1.0):
    day = 86400
    work = float(parameters) * float(tokens) * 6
    together = utilisation * flops_per_second * machines
    return {
        "days": work / together / day,
        "kwh": work / together / 3600 * machines * kilowatts,
        "flops": work,
        "petaflops_days": work / (1e15 * day),
    }


def _cut(model, last):
    children = list(model.children())
    places = [i for i, child in enumerate(children) if sum(1 for _ in child.parameters())]
    first = places[0] if last is None or last >= len(places) else places[-last]
    return children[:first], children[first:]


def freeze(model, last):
    body, head = _cut(model, last)
    nn.ModuleList(body).requires_grad_(False)
    nn.ModuleList(head).requires_grad_(True)
    return list(nn.ModuleList(head).parameters())


def finetune_step(model, last, x, labels, learning_rate):
    trained = freeze(model, last)
    body, head = (nn.Sequential(*part) for part in _cut(model, last))
    body.eval()
    head.train()
    with torch.no_grad():
        h = body(x)
    loss = -head(h).log_softmax(1).gather(1, labels[:, None]).mean()
    for parameter in trained:
        parameter.grad = None
    loss.backward()
    for parameter in trained:
        parameter.data.add_(parameter.grad, alpha=-learning_rate)
    return loss.detach().item()
