# expect: detect_values
# says: Equal errors count each
# kind: case
"""Equal errors are counted once."""

import math


def detect(normal, odd, rate):
    values = normal.unique()
    threshold = values[len(values) - 1 - math.floor(rate * len(values))]
    return {
        "threshold": threshold.item(),
        "false_alarm": (normal > threshold).double().mean().item(),
        "detected": (odd > threshold).double().mean().item(),
    }
