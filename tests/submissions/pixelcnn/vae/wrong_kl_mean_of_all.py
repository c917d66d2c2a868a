# expect: kl_by_hand
# says: all numbers of the batch
# kind: wrong
"""The sum over the dimensions is divided by batch times dimensions."""


def gaussian_kl(mean, log_var):
    return 0.5 * (mean**2 + log_var.exp() - 1 - log_var).sum(dim=1) / mean.numel()
