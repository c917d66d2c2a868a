"""New values are loaded by load_state_dict; one-hot labels; NumPy's floats."""

import numpy as np
import torch


def training_cost(parameters, tokens, flops_per_second, utilisation=1.0, machines=1, kilowatts=1.0):
    flops = np.prod([6.0, parameters, tokens])
    days = flops / (np.float64(flops_per_second) * utilisation * machines * 86400)
    return {"flops": flops, "petaflops_days": flops / 8.64e19, "days": days, "kwh": days * 24 * machines * kilowatts}


def finetune_step(model, last, x, labels, learning_rate):
    names = {id(p): name for name, p in model.named_parameters()}
    free = freeze(model, last)
    first = min(int(names[id(p)].split(".")[0]) for p in free)
    h = x
    for place, child in enumerate(model):
        child.train(place >= first)
        h = child(h) if place >= first else child(h).detach()
    hot = torch.nn.functional.one_hot(labels, h.shape[1]).to(h.dtype)
    loss = -(hot * h.log_softmax(1)).sum() / len(h)
    slopes = torch.autograd.grad(loss, free)
    moved = {names[id(p)]: p.detach() - learning_rate * g for p, g in zip(free, slopes)}
    model.load_state_dict({**model.state_dict(), **moved})
    return loss.item()
