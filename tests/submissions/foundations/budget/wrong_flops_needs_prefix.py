# expect: to_flops_values
# says: without a prefix
# kind: case
"""FLOPS without a prefix are unknown."""


def to_flops(text):
    number, unit = text.split(" ")
    units = ["kiloFLOPS", "megaFLOPS", "gigaFLOPS", "teraFLOPS", "petaFLOPS", "exaFLOPS"]
    return float(number) * 1000.0 ** (1 + units.index(unit))
