# expect: cnn_is_repeatable
# says: train and eval
# kind: wrong
"""Dropout before the last layer."""

import torch.nn.functional as F
from torch import nn


class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.a, self.b = nn.Conv2d(1, channels, 3, padding=1), nn.Conv2d(channels, 32, 3, padding=1)
        self.c = nn.Linear(128, num_classes)
        self.drop = nn.Dropout(0.25)

    def features(self, x):
        x = F.max_pool2d(F.relu(self.a(x)), 2)
        return F.max_pool2d(F.relu(self.b(x)), 2)

    def forward(self, x):
        return self.c(self.drop(self.features(x).flatten(1)))
