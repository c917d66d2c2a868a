"""Lazy layers, which find their sizes themselves; a softmax that subtracts before it divides."""

import torch
from torch import nn


def softmax(logits, temperature=1.0):
    if temperature <= 0:
        raise ValueError("temperature must be positive")
    powers = torch.exp((logits - logits.amax(1, keepdim=True)) / temperature)
    return powers / powers.sum(1, keepdim=True)


def two_class(weight, bias):
    rows = torch.stack([torch.zeros_like(weight), torch.ones_like(weight)])
    return rows * weight + 1, torch.stack([bias - bias, bias])


def evaluate(logits, labels):
    logits = logits.double()
    picked = logits[torch.arange(len(labels)), labels]
    total = logits.logsumexp(1)
    return {
        "accuracy": (picked == logits.amax(1)).double().mean().item(),
        "confidence": (logits.amax(1) - total).exp().mean().item(),
        "nll": (total - picked).mean().item(),
    }


class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.features = nn.Sequential(
            nn.LazyConv2d(channels, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.LazyConv2d(2 * channels, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.last = nn.LazyLinear(num_classes)

    def forward(self, x):
        return self.last(self.features(x).flatten(1))
