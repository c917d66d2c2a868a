# expect: beam_search_calls_sparingly
# says: more than length calls
# kind: form
"""A call for each text."""

import torch
import torch.nn.functional as F


def beam_search(model, prefix, length, width):
    beams = [(prefix, torch.zeros(()))]
    while len(beams[0][0]) < length:
        found = []
        for text, total in beams:
            logp = model(F.pad(text[None], (0, 1)))[0, -1].log_softmax(-1)
            for token, one in enumerate(logp):
                found.append((torch.cat([text, torch.tensor([token])]), total + one))
        beams = sorted(found, key=lambda one: -float(one[1]))[:width]
    return torch.stack([text for text, _ in beams]), torch.stack([total for _, total in beams])
