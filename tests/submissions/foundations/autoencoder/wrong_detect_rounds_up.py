# expect: detect_by_hand
# says: at most
# kind: wrong
"""One more false alarm than the rate allows."""

import math


def detect(normal, odd, rate):
    above = min(math.ceil(rate * len(normal)), len(normal) - 1)
    threshold = normal.sort().values[len(normal) - 1 - above]
    return {
        "threshold": threshold.item(),
        "false_alarm": (normal > threshold).double().mean().item(),
        "detected": (odd > threshold).double().mean().item(),
    }
