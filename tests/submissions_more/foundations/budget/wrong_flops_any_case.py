# expect: to_flops_errors
# says: ValueError
# kind: form
"""Capitals do not matter, and any blanks will do."""


def to_flops(text):
    number, unit = text.lower().split()
    units = ["flops", "kiloflops", "megaflops", "gigaflops", "teraflops", "petaflops", "exaflops"]
    return float(number) * 1000.0 ** units.index(unit)
