"""Sequential modules; the two classes at ± half the weights; ReLU after pooling, which is the same."""

import torch
from torch import nn


def softmax(logits, temperature=1.0):
    if not temperature > 0:
        raise ValueError(temperature)
    scaled = (logits - logits.max(dim=1, keepdim=True).values) / temperature
    e = scaled.exp()
    return e / e.sum(dim=1, keepdim=True)


def two_class(weight, bias):
    signs = torch.tensor([-0.5, 0.5], dtype=weight.dtype)
    return signs[:, None] * weight, signs * bias


def evaluate(logits, labels):
    logits = logits.to(torch.float64)
    log_z = logits.logsumexp(1)
    top, place = logits.max(1)
    picked = logits[torch.arange(len(labels)), labels]
    return dict(accuracy=float((place == labels).sum()) / len(labels), confidence=float((top - log_z).exp().mean()),
                nll=float((log_z - picked).mean()))


class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()

        def stage(inputs, outputs):
            return [nn.Conv2d(inputs, outputs, kernel_size=3, padding="same"), nn.MaxPool2d(2), nn.ReLU()]

        self.features = nn.Sequential(*stage(1, channels), *stage(channels, channels))
        self.head = nn.Sequential(nn.Flatten(), nn.LazyLinear(num_classes))
        with torch.no_grad():
            self(torch.zeros(1, 1, 8, 8))

    def forward(self, x):
        return self.head(self.features(x))
