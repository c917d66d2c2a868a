# expect: compression_ratio_by_hand
# says: needs the decoder, once
# kind: wrong
"""A decoder comes with every image."""


def compression_ratio(num_images, num_pixels, bits_per_pixel, code, bits_per_number, decoder_parameters=0):
    return num_pixels * bits_per_pixel / ((code + decoder_parameters) * bits_per_number)
