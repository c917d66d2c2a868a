"""Parameters are told apart by their identity; hooks do nothing."""

import torch
import torch.nn.functional as F


def to_flops(text):
    factor = 1.0
    if not text.endswith("FLOPS"):
        raise ValueError("FLOPS are missing")
    body = text[: -len("FLOPS")]
    for n, prefix in enumerate(["kilo", "mega", "giga", "tera", "peta", "exa"], start=1):
        if body.endswith(" " + prefix):
            factor = 1000.0**n
            body = body[: -len(prefix)]
            break
    if not body.endswith(" ") or body.count(" ") != 1 or not body[:-1].replace(".", "").replace("e", "").replace("+", "").replace("-", "").isdigit():
        raise ValueError(text)
    return float(body[:-1]) * factor


def training_cost(parameters, tokens, flops_per_second, utilisation=1.0, machines=1, kilowatts=1.0):
    total = {"flops": 6.0 * parameters * tokens}
    total["petaflops_days"] = total["flops"] / 1e15 / 86400
    total["days"] = total["petaflops_days"] * 1e15 / (flops_per_second * utilisation) / machines
    total["kwh"] = total["days"] * machines * kilowatts * 24
    return total


def freeze(model, last):
    counts = [child for child in model if [*child.parameters()]]
    start = 0 if last is None else max(0, len(counts) - last)
    free = {id(p) for child in counts[start:] for p in child.parameters()}
    result = []
    for p in model.parameters():
        p.requires_grad = id(p) in free
        result += [p] if p.requires_grad else []
    return result


def finetune_step(model, last, x, labels, learning_rate):
    moving = freeze(model, last)
    ids = {id(p) for p in moving}
    modes, learned = [], False
    for child in model:
        learned |= any(id(p) in ids for p in child.parameters())
        modes.append(learned)
    for child, mode in zip(model, modes):
        child.train(mode)
    model.zero_grad(set_to_none=True)
    loss = F.nll_loss(F.log_softmax(model(x), -1), labels)
    loss.backward()
    torch._foreach_add_([p.data for p in moving], [p.grad for p in moving], alpha=-learning_rate)
    return loss.item()
