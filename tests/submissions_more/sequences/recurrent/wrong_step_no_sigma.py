# expect: rnn_step_by_hand
# says: The σ is missing
# kind: wrong
"""No σ."""



def rnn_step(h, e, weight_h, weight_e, bias):
    return h @ weight_h.T + e @ weight_e.T + bias
