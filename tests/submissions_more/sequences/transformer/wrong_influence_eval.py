# expect: influence_takes_any_callable
# says: any callable
# kind: wrong
"""The model is put in eval mode, as if it were a module."""

import torch
import torch.nn.functional as F


def influence(model, tokens, num_tokens):
    T = tokens.shape[1]
    with torch.no_grad():
        base = F.log_softmax(model.eval()(tokens), dim=-1)[0]
        result = torch.zeros(T, T, dtype=base.dtype)
        for s in range(T):
            for v in range(num_tokens):
                changed = tokens.clone()
                changed[0, s] = v
                other = F.log_softmax(model(changed), dim=-1)[0]
                result[s] = torch.maximum(result[s], (other - base).abs().amax(-1))
    return result
