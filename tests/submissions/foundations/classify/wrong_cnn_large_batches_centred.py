# expect: cnn_is_repeatable
# says: other images of the batch
# kind: weak
"""Large batches are centred together."""


import torch.nn.functional as F
from torch import Tensor, nn

class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.a = nn.Conv2d(1, channels, 3, padding=1)
        self.b = nn.Conv2d(channels, 32, 3, padding=1)
        self.c = nn.Linear(128, num_classes)

    def features(self, x):
        return F.max_pool2d(F.relu(self.b(F.max_pool2d(F.relu(self.a(x)), 2))), 2)

    def forward(self, x):
        h = self.features(x).flatten(1)
        if len(x) > 16:
            h = h - 0.5 * h.mean(0)
        return self.c(h)
