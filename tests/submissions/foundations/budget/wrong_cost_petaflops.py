# expect: training_cost_by_hand
# says: rate × time
# kind: unit
"""Petaflops instead of petaflops-days: no time in it."""


def training_cost(parameters, tokens, flops_per_second, utilisation=1.0, machines=1, kilowatts=1.0):
    flops = 6.0 * parameters * tokens
    days = flops / (utilisation * flops_per_second * machines) / 86400
    return {"flops": flops, "petaflops_days": flops / 1e15, "days": days, "kwh": days * 24 * machines * kilowatts}
