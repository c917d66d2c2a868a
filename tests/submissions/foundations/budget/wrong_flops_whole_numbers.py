# expect: to_flops_values
# says: float
# kind: case
"""Only whole numbers are read."""


def to_flops(text):
    number, unit = text.split(" ")
    units = ["FLOPS", "kiloFLOPS", "megaFLOPS", "gigaFLOPS", "teraFLOPS", "petaFLOPS", "exaFLOPS"]
    return float(int(number) * 1000 ** units.index(unit))
