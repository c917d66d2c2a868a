# expect: compression_ratio_by_hand
# says: float
# kind: numerics
"""Whole numbers: what is left is dropped."""


def compression_ratio(num_images, num_pixels, bits_per_pixel, code, bits_per_number, decoder_parameters=0):
    return float(num_images * num_pixels * bits_per_pixel // ((num_images * code + decoder_parameters) * bits_per_number))
