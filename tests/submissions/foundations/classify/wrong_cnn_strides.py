# expect: cnn_reaches
# says: all of its square
# kind: weak
"""Convolutions of stride 2 in place of pooling: parts are not seen."""

import torch.nn.functional as F
from torch import nn


class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.a = nn.Conv2d(1, channels, 3, padding=1, stride=2)
        self.b = nn.Conv2d(channels, 32, 3, padding=1, stride=2)
        self.c = nn.Linear(128, num_classes)

    def features(self, x):
        return F.relu(self.b(F.relu(self.a(x))))

    def forward(self, x):
        return self.c(self.features(x).flatten(1))
