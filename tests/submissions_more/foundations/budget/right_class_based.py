"""A parser class and a fine-tuner class behind the functions."""

import torch
from torch import nn


class _Speed:
    factors = {"": 1.0}

    def __init__(self, text):
        pieces = text.split(" ")
        if len(pieces) != 2:
            raise ValueError("number and unit, with one blank")
        number, unit = pieces
        if "FLOPS" not in unit or unit.index("FLOPS") + 5 != len(unit):
            raise ValueError("the unit is FLOPS")
        try:
            self.value = float(number) * self.factors[unit[: unit.index("FLOPS")]]
        except KeyError:
            raise ValueError("unknown prefix") from None


for _i, _name in enumerate("kilo mega giga tera peta exa".split(), start=1):
    _Speed.factors[_name] = float(10 ** (3 * _i))


def to_flops(text):
    return _Speed(text).value


def training_cost(parameters, tokens, flops_per_second, utilisation=1.0, machines=1, kilowatts=1.0):
    flops = 6.0 * parameters * tokens
    seconds = flops / flops_per_second / (utilisation * machines)
    day = 86400.0
    joules = seconds * machines * kilowatts * 1000.0
    return {"flops": flops, "petaflops_days": flops / (day * 1e15), "days": seconds / day, "kwh": joules / 3.6e6}


class _Tuner:
    def __init__(self, model, last):
        self.model = model
        self.children = [c for _, c in model.named_children()]
        places = [i for i, c in enumerate(self.children) if len([*c.parameters()])]
        self.first = places[0] if last is None else places[-min(last, len(places))]

    def freeze(self):
        for i, child in enumerate(self.children):
            for p in child.parameters():
                p.requires_grad_(i >= self.first)
        return [p for p in self.model.parameters() if p.requires_grad]

    def step(self, x, labels, rate):
        params = self.freeze()
        [c.eval() for c in self.children[: self.first]]
        [c.train() for c in self.children[self.first:]]
        self.model.zero_grad(set_to_none=True)
        loss = nn.functional.cross_entropy(self.model(x), labels, reduction="sum") / len(labels)
        loss.backward()
        torch.optim.SGD(params, lr=rate, momentum=0.0).step()
        return loss.item()


def freeze(model, last):
    return _Tuner(model, last).freeze()


def finetune_step(model, last, x, labels, learning_rate):
    return _Tuner(model, last).step(x, labels, learning_rate)
