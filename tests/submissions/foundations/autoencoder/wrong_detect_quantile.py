# expect: detect_by_hand
# says: one of the normal errors
# kind: wrong
"""A quantile between two errors."""

import torch


def detect(normal, odd, rate):
    threshold = torch.quantile(normal, 1 - rate)
    return {
        "threshold": threshold.item(),
        "false_alarm": (normal > threshold).double().mean().item(),
        "detected": (odd > threshold).double().mean().item(),
    }
