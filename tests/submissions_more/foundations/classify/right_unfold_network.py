"""The network of unfold and matrix products; pooling by reshape."""

import torch
from torch import nn
from torch.nn import functional as F


def softmax(logits, temperature=1.0):
    if temperature <= 0:
        raise ValueError("needs temperature > 0")
    return torch.exp(F.log_softmax(torch.div(logits, temperature), dim=-1))


def two_class(weight, bias):
    # Any common summand is fine: class 0 gets 3, class 1 gets 3 + the logit... in biases and weights.
    return torch.stack([weight, 2 * weight]), torch.stack([bias, 2 * bias])


def evaluate(logits, labels):
    log_p = F.log_softmax(logits, dim=1, dtype=torch.float64)
    best = log_p.max(dim=1)
    return {"accuracy": best.indices.eq(labels).sum().item() / labels.numel(),
            "confidence": best.values.exp().sum().item() / labels.numel(),
            "nll": -log_p.take_along_dim(labels[:, None], 1).sum().item() / labels.numel()}


class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.a = nn.Linear(9, channels)
        self.b = nn.Linear(9 * channels, channels)
        self.c = nn.Linear(4 * channels, num_classes)

    @staticmethod
    def _stage(x, linear):
        B, _, H, W = x.shape
        y = linear(F.unfold(x, 3, padding=1).transpose(1, 2)).relu().transpose(1, 2)
        return y.reshape(B, -1, H // 2, 2, W // 2, 2).amax((3, 5))

    def features(self, x):
        return self._stage(self._stage(x, self.a), self.b)

    def forward(self, x):
        return self.c(self.features(x).flatten(start_dim=1))
