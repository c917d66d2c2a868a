# expect: detect_by_hand
# says: from normal images
# kind: wrong
"""The threshold comes from normal and odd images together."""

import math

import torch


def detect(normal, odd, rate):
    both = torch.cat([normal, odd]).sort().values
    threshold = both[len(both) - 1 - math.floor(rate * len(both))]
    return {
        "threshold": threshold.item(),
        "false_alarm": (normal > threshold).double().mean().item(),
        "detected": (odd > threshold).double().mean().item(),
    }
