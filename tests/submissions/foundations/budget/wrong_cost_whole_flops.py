# expect: training_cost_by_hand
# says: float
# kind: form
"""Operations as a whole number."""


def training_cost(parameters, tokens, flops_per_second, utilisation=1.0, machines=1, kilowatts=1.0):
    flops = int(6 * parameters * tokens)
    days = flops / (utilisation * flops_per_second * machines) / 86400
    return {"flops": flops, "petaflops_days": flops / 8.64e19, "days": days, "kwh": days * 24 * machines * kilowatts}
