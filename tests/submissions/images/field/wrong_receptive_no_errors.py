# expect: receptive_field_errors
# says: should raise a ValueError
# kind: form
"""zip drops what is too long."""


def receptive_field(kernel_sizes, dilations):
    side = 1
    for k, d in zip(kernel_sizes, dilations):
        if k % 2 == 0:
            raise ValueError("kernels are odd")
        side += (k - 1) * d
    return side
