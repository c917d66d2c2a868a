"""Convolutions by unfold and a linear layer."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


def softmax(logits, temperature=1.0):
    if temperature <= 0:
        raise ValueError("T > 0")
    z = logits.double().numpy() / temperature
    z = np.exp(z - z.max(axis=1, keepdims=True))
    return torch.from_numpy(z / z.sum(axis=1, keepdims=True)).to(logits.dtype)


def two_class(weight, bias):
    sign = torch.tensor([0, 1], dtype=weight.dtype)
    return sign[:, None] * weight, sign * bias


def evaluate(logits, labels):
    log_p = F.log_softmax(logits.double(), dim=1)
    return {
        "accuracy": float((logits.max(1).indices == labels).double().mean()),
        "confidence": log_p.max(1).values.exp().mean().item(),
        "nll": F.nll_loss(log_p, labels, reduction="mean").item(),
    }


class _Block(nn.Module):
    def __init__(self, into, out):
        super().__init__()
        self.linear = nn.Linear(9 * into, out)

    def forward(self, x):
        b, _, h, w = x.shape
        columns = F.unfold(x, 3, padding=1).transpose(1, 2)
        x = self.linear(columns).relu().transpose(1, 2).reshape(b, -1, h, w)
        return F.max_pool2d(x, 2)


class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.one, self.two = _Block(1, channels), _Block(channels, 24)
        self.three = nn.Linear(96, num_classes)

    def features(self, x):
        return self.two(self.one(x))

    def forward(self, x):
        return self.three(self.features(x).flatten(start_dim=1))
