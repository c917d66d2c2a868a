# expect: training_cost_by_hand
# says: has nothing to do with the machines
# kind: wrong
"""Petaflops-days grow where machines idle."""


def training_cost(parameters, tokens, flops_per_second, utilisation=1.0, machines=1, kilowatts=1.0):
    flops = 6.0 * parameters * tokens
    days = flops / (utilisation * flops_per_second * machines) / 86400
    return {"flops": flops, "petaflops_days": flops / 8.64e19 / utilisation, "days": days, "kwh": days * 24 * machines * kilowatts}
