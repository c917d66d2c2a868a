# expect: reconstruction_error_by_hand
# says: any callable
# kind: case
"""It goes through encode and decode, so only an Autoencoder will do."""


def reconstruction_error(model, x):
    return (model.decode(model.encode(x)) - x).square().mean(1)
