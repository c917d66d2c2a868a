# expect: kl_by_hand
# says: sign
# kind: unit
"""The negative divergence, as it stands in the ELBO."""


def gaussian_kl(mean, log_var):
    return -0.5 * (mean**2 + log_var.exp() - 1 - log_var).sum(dim=1)
