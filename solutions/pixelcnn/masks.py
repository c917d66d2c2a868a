"""Reference solutions of `pixelcnn/masks`: which weights of a kernel may see what."""

import torch
from torch import Tensor


def causal_mask(kernel_size: int, mask_type: str) -> Tensor:
    """The mask that lets a convolution see only earlier pixels, in raster order.

    Shown (1): all rows above the centre, and in the centre's row what lies to the left of it.
    Hidden (0): the rest of that row and all rows below. The centre itself is hidden by type
    ``"A"``, which the first layer of a PixelCNN needs, and shown by ``"B"``.

    Args:
        kernel_size: ``k``, odd.
        mask_type: ``"A"`` or ``"B"``.

    Returns:
        ``(k, k)``, float32 zeros and ones; a new tensor at each call.

    Raises:
        ValueError: ``mask_type`` is neither ``"A"`` nor ``"B"``, or ``kernel_size`` is even.

    Example:
        >>> causal_mask(3, "A")
        tensor([[1., 1., 1.],
                [1., 0., 0.],
                [0., 0., 0.]])
    """
    # About 8 lines: two checks, a tensor of zeros, then fill rows above, left part, centre.
    ### BEGIN SOLUTION
    if mask_type not in ("A", "B"):
        raise ValueError(f'mask_type must be "A" or "B", not {mask_type!r}')
    if kernel_size % 2 == 0:
        raise ValueError(f"kernel_size must be odd, not {kernel_size}")
    centre = kernel_size // 2
    mask = torch.zeros(kernel_size, kernel_size, dtype=torch.float32)
    mask[:centre] = 1
    mask[centre, :centre] = 1
    mask[centre, centre] = mask_type == "B"
    return mask
    ### END SOLUTION


def vertical_mask(kernel_size: int, mask_type: str) -> Tensor:
    """The mask of the vertical stack: whole rows, from the left edge to the right.

    Shown (1): all rows above the centre, in their full width; type ``"B"`` also shows the whole
    row of the centre. Hidden (0): everything else.

    Args:
        kernel_size: ``k``, odd.
        mask_type: ``"A"`` or ``"B"``.

    Returns:
        ``(k, k)``, float32 zeros and ones; a new tensor at each call.

    Raises:
        ValueError: ``mask_type`` is neither ``"A"`` nor ``"B"``, or ``kernel_size`` is even.

    Example:
        >>> vertical_mask(3, "B")
        tensor([[1., 1., 1.],
                [1., 1., 1.],
                [0., 0., 0.]])
    """
    # About 3 lines: in what does it differ from causal_mask, which checks its arguments already?
    ### BEGIN SOLUTION
    mask = causal_mask(kernel_size, mask_type)
    mask[kernel_size // 2] = mask_type == "B"
    return mask
    ### END SOLUTION


def horizontal_mask(kernel_size: int, mask_type: str) -> Tensor:
    """The mask of the horizontal stack: the current row, up to the centre.

    Shown (1): what lies to the left of the centre; type ``"B"`` also shows the centre.
    Hidden (0): what lies to the right.

    Args:
        kernel_size: ``k``, odd.
        mask_type: ``"A"`` or ``"B"``.

    Returns:
        ``(1, k)``, float32 zeros and ones; a new tensor at each call.

    Raises:
        ValueError: ``mask_type`` is neither ``"A"`` nor ``"B"``, or ``kernel_size`` is even.

    Example:
        >>> horizontal_mask(5, "B")
        tensor([[1., 1., 1., 0., 0.]])
    """
    # About 2 lines: one row of causal_mask. Mind the shape: (1, k), not (k,).
    ### BEGIN SOLUTION
    centre = kernel_size // 2
    return causal_mask(kernel_size, mask_type)[centre : centre + 1].clone()
    ### END SOLUTION


def channel_mask(
    out_channels: int,
    in_channels: int,
    kernel_size: int,
    mask_type: str,
    num_colors: int = 3,
) -> Tensor:
    """The mask of a convolution over colour images, where the order runs on inside a pixel.

    Red comes first, then green, then blue. Feature maps belong to colours in contiguous equal
    blocks: of 6 maps and 3 colours, maps 0 and 1 are red's, 2 and 3 green's, 4 and 5 blue's.

    Away from the centre the mask is ``causal_mask``, for every pair of maps. At the centre an
    output map of colour ``p`` sees an input map of colour ``q``

        type "A": if q < p (strictly before)        type "B": if q <= p (its own colour too)

    Args:
        out_channels: output feature maps, a multiple of ``num_colors``.
        in_channels: input feature maps, a multiple of ``num_colors``.
        kernel_size: ``k``, odd.
        mask_type: ``"A"`` or ``"B"``.
        num_colors: blocks into which the feature maps are split.

    Returns:
        ``(out_channels, in_channels, k, k)`` — the shape of a convolution's weight —, float32
        zeros and ones; a new tensor at each call.

    Raises:
        ValueError: as ``causal_mask``, or channels that do not divide into ``num_colors``.

    Example:
        >>> channel_mask(3, 3, 1, "A").view(3, 3)  # rows: output R, G, B; columns: input R, G, B
        tensor([[0., 0., 0.],
                [1., 0., 0.],
                [1., 1., 0.]])
    """
    # About 8 lines: a check; one causal mask for every pair (expand shares memory: clone it);
    # the colour of each output and each input map; compare them for the centre.
    ### BEGIN SOLUTION
    if out_channels % num_colors or in_channels % num_colors:
        raise ValueError(
            f"{out_channels} and {in_channels} channels do not divide into {num_colors} colours"
        )
    mask = causal_mask(kernel_size, mask_type).repeat(out_channels, in_channels, 1, 1)
    out_color = torch.arange(out_channels).unsqueeze(1) // (out_channels // num_colors)
    in_color = torch.arange(in_channels) // (in_channels // num_colors)
    visible = in_color < out_color if mask_type == "A" else in_color <= out_color
    centre = kernel_size // 2
    mask[:, :, centre, centre] = visible.float()
    return mask
    ### END SOLUTION
