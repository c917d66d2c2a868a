# expect: receptive_field_by_hand
# says: Dilation has no effect
# kind: case
"""Forgets dilation."""


def receptive_field(kernel_sizes, dilations):
    if len(kernel_sizes) != len(dilations):
        raise ValueError("one dilation for each kernel, please")
    side = 1
    for k, d in zip(kernel_sizes, dilations):
        if k % 2 == 0:
            raise ValueError("kernels are odd")
        side += k - 1
    return side
