# expect: detect_by_hand
# says: large
# kind: wrong
"""The smallest errors are called odd."""

import math


def detect(normal, odd, rate):
    threshold = normal.sort().values[math.floor(rate * len(normal))]
    return {
        "threshold": threshold.item(),
        "false_alarm": (normal < threshold).double().mean().item(),
        "detected": (odd < threshold).double().mean().item(),
    }
