# expect: cnn_learns
# says: Training does not reach
# kind: wrong
"""forward reads the pixels, not the features."""
import torch
import torch.nn.functional as F
from torch import nn
class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.a, self.b = nn.Conv2d(1, channels, 3, padding=1), nn.Conv2d(channels, 32, 3, padding=1)
        self.c = nn.Linear(128, num_classes)

        self.d = nn.Linear(64, num_classes)
    def features(self, x):
        x = F.max_pool2d(F.relu(self.a(x)), 2)
        return F.max_pool2d(F.relu(self.b(x)), 2)
    def forward(self, x):
        return self.d(x.flatten(1))
