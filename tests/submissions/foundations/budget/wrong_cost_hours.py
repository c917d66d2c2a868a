# expect: training_cost_by_hand
# says: 86,400
# kind: unit
"""Hours in place of days."""


def training_cost(parameters, tokens, flops_per_second, utilisation=1.0, machines=1, kilowatts=1.0):
    flops = 6.0 * parameters * tokens
    hours = flops / (utilisation * flops_per_second * machines) / 3600
    return {"flops": flops, "petaflops_days": flops / 8.64e19, "days": hours, "kwh": hours * machines * kilowatts}
