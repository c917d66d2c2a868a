# expect: compression_ratio_by_hand
# says: a code of its own
# kind: wrong
"""One code is sent for all images."""


def compression_ratio(num_images, num_pixels, bits_per_pixel, code, bits_per_number, decoder_parameters=0):
    return num_images * num_pixels * bits_per_pixel / ((code + decoder_parameters) * bits_per_number)
