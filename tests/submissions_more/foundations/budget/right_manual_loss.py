"""The loss and its gradient at the logits by hand."""

import torch


def to_flops(text):
    try:
        number, unit = text.split(" ")
        prefix = ["", "kilo", "mega", "giga", "tera", "peta", "exa"].index(unit.removesuffix("FLOPS"))
    except ValueError:
        raise ValueError(f"cannot read {text!r}") from None
    if "FLOPS" not in unit or "n" in number.lower():
        raise ValueError(f"cannot read {text!r}")
    return float(number) * float(10 ** (3 * prefix))


def training_cost(parameters, tokens, flops_per_second, utilisation=1.0, machines=1, kilowatts=1.0):
    forward = 2 * parameters * tokens
    backward = 2 * forward
    flops = float(forward + backward)
    seconds = flops / utilisation / flops_per_second / machines
    joules = 1000 * kilowatts * seconds * machines
    return {"flops": flops, "petaflops_days": flops * 1e-15 / 86400, "days": seconds / 86400, "kwh": joules / 3.6e6}


def freeze(model, last):
    groups = [list(child.parameters()) for child in model]
    groups = [group for group in groups if group]
    trained = groups if last is None else groups[-last:]
    for group in groups:
        for parameter in group:
            parameter.requires_grad_(False)
    for group in trained:
        for parameter in group:
            parameter.requires_grad_()
    return [parameter for group in trained for parameter in group]


def finetune_step(model, last, x, labels, learning_rate):
    trained = freeze(model, last)
    model.train()
    for child in model:
        if any(p is trained[0] for p in child.parameters()):
            break
        child.train(False)
    old = [p.grad for p in trained]
    for p in trained:
        p.grad = None
    logits = model(x)
    with torch.no_grad():
        p = logits.softmax(1)
        loss = (logits.logsumexp(1) - logits[torch.arange(len(labels)), labels]).mean().item()
        p[torch.arange(len(labels)), labels] -= 1
    logits.backward(p / len(labels))
    with torch.no_grad():
        for parameter, before in zip(trained, old):
            parameter.sub_(learning_rate * parameter.grad)
            parameter.grad = before
    return loss
