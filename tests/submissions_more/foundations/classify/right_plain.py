"""The functions of PyTorch."""

import torch
import torch.nn.functional as F
from torch import nn


def softmax(logits, temperature=1.0):
    if temperature <= 0:
        raise ValueError("the temperature must be positive")
    return F.softmax(logits / temperature, dim=1)


def two_class(weight, bias):
    return torch.stack([0 * weight, weight]), torch.stack([0 * bias, bias])


def evaluate(logits, labels):
    logits = logits.double()
    p = softmax(logits)
    return {
        "accuracy": (p.argmax(dim=1) == labels).double().mean().item(),
        "confidence": p.max(dim=1).values.mean().item(),
        "nll": F.cross_entropy(logits, labels).item(),
    }


class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(1, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, 2 * channels, 3, padding=1)
        self.fc = nn.Linear(2 * channels * 2 * 2, num_classes)

    def features(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return x

    def forward(self, x):
        return self.fc(torch.flatten(self.features(x), 1))
