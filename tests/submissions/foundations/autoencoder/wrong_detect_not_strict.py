# expect: detect_by_hand
# says: strictly
# kind: wrong
"""An error at the threshold counts as above it."""

import math


def detect(normal, odd, rate):
    threshold = normal.sort().values[len(normal) - 1 - math.floor(rate * len(normal))]
    return {
        "threshold": threshold.item(),
        "false_alarm": (normal >= threshold).double().mean().item(),
        "detected": (odd >= threshold).double().mean().item(),
    }
