# expect: to_flops_values
# says: prefix
# kind: case
"""The list of prefixes ends at peta."""


def to_flops(text):
    number, unit = text.split(" ")
    units = ["FLOPS", "kiloFLOPS", "megaFLOPS", "gigaFLOPS", "teraFLOPS", "petaFLOPS"]
    return float(number) * 1000.0 ** units.index(unit)
