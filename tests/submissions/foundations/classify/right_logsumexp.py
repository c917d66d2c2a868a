"""Everything by logsumexp; pooling before the ReLU, which is the same."""

import torch
import torch.nn.functional as F
from torch import nn


def softmax(logits, temperature=1.0):
    if temperature <= 0:
        raise ValueError("temperature")
    z = logits / temperature
    return (z - z.logsumexp(1, keepdim=True)).exp()


def two_class(weight, bias):
    other = torch.ones_like(weight)
    return torch.stack([other, other + weight]), torch.stack([bias * 3, bias * 4])


def evaluate(logits, labels):
    z = logits.to(torch.float64)
    log_z = z.logsumexp(1)
    best, at = z.max(1)
    return {
        "nll": (log_z - z.gather(1, labels[:, None])[:, 0]).mean().item(),
        "confidence": (best - log_z).exp().mean().item(),
        "accuracy": torch.mean((at == labels).double()).item(),
    }


class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.a = nn.Conv2d(1, channels, 3, padding=1)
        self.b = nn.Conv2d(channels, channels, 3, padding=1)
        self.c = nn.Linear(channels * 4, num_classes)

    def features(self, x):
        for layer in (self.a, self.b):
            x = F.max_pool2d(layer(x), 2).clamp(min=0)
        return x

    def forward(self, x):
        return self.c(self.features(x).reshape(len(x), -1))
