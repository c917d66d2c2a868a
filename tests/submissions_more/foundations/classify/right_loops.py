"""Row by row with Python's floats."""

import math

import torch
from torch import nn


def _row(values, temperature):
    top = max(values)
    e = [math.exp((v - top) / temperature) for v in values]
    z = math.fsum(e)
    return [v / z for v in e]


def softmax(logits, temperature=1.0):
    if temperature <= 0:
        raise ValueError("temperature")
    rows = [_row(r, temperature) for r in logits.double().tolist()]
    return torch.tensor(rows, dtype=logits.dtype).reshape(logits.shape)


def two_class(weight, bias):
    weights = torch.zeros(2, len(weight), dtype=weight.dtype)
    biases = torch.zeros(2, dtype=weight.dtype)
    weights[1], biases[1] = weight, bias
    return weights, biases


def evaluate(logits, labels):
    hits = confidence = nll = 0.0
    for row, label in zip(logits.double().tolist(), labels.tolist()):
        top = max(row)
        z = math.fsum(math.exp(v - top) for v in row)
        hits += row.index(top) == label
        confidence += 1 / z
        nll += top + math.log(z) - row[label]
    n = len(labels)
    return {"accuracy": hits / n, "confidence": confidence / n, "nll": nll / n}


class Block(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, (3, 3), padding=(1, 1))

    def forward(self, x):
        return nn.functional.max_pool2d(self.conv(x).clamp(min=0), kernel_size=2, stride=2)


class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.blocks = nn.ModuleList([Block(1, channels), Block(channels, channels + 3)])
        self.out = nn.Linear(4 * (channels + 3), num_classes)

    def features(self, x):
        for block in self.blocks:
            x = block(x)
        return x

    def forward(self, x):
        return self.out(self.features(x).reshape(len(x), -1))
