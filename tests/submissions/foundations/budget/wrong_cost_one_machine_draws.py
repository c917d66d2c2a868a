# expect: training_cost_by_hand
# says: All machines draw power
# kind: wrong
"""The power of one machine."""


def training_cost(parameters, tokens, flops_per_second, utilisation=1.0, machines=1, kilowatts=1.0):
    flops = 6.0 * parameters * tokens
    days = flops / (utilisation * flops_per_second * machines) / 86400
    return {"flops": flops, "petaflops_days": flops / 8.64e19, "days": days, "kwh": days * 24 * kilowatts}
