"""The sentences on masks that are wrong."""

from autograder.text.i18n import Said, said

TRANSPOSED = said("it is transposed: the first index is the row, the second the column.")
INVERTED = said("shown and hidden are swapped: 1 is shown.")
UPSIDE_DOWN = said("it is upside down: what is earlier lies above, not below.")
RIGHT_OF_CENTRE = said(
    "it shows what lies to the right of the centre: in a row, what is earlier lies left."
)
AFTER = said("it shows what comes after the centre instead of what comes before.")
TOO_FAR = said("it shows one column too many: the slice of the centre's row ends too far right.")
NO_LEFT = said("it hides the whole row of the centre: what lies to the left is earlier.")
NO_ABOVE = said("it hides the rows above, which are earlier.")
WHOLE_ROW = said("it shows the whole row of the centre: what lies to the right is later.")
BELOW = said("it shows the rows below, which are later.")
NO_EDGE = said("it leaves out the left edge of the centre's row.")
NO_ABOVE_RIGHT = said("it hides what lies above and to the right: whole rows above are earlier.")
CENTRE_ALONE = said('type "B" shows the whole row of the centre, not the centre alone.')
CAUSAL = said("this is the causal mask: the vertical stack sees a row in its full width, or not.")
UP_TO_CENTRE = said("it shows the centre's row only up to the centre: here it is shown whole.")
ONE_COLUMN = said("it shows one column only: the vertical stack sees the full width.")
RIGHT = said("it shows what lies to the right of the centre: what is earlier lies left.")
ONE_TOO_MANY = said("it shows one column too many.")
ALL_OF_IT = said("it shows the whole row: what lies to the right is later.")
AT_CENTRE_ONLY = said(
    "the order of the colours holds at the centre only: of a neighbour all are seen."
)
ELSEWHERE_OPEN = said("away from the centre it should be as `causal_mask`: later pixels are shown.")
REVERSED = said(
    "the order of the colours is reversed (B, G, R), or outputs and inputs are swapped: "
    "dimension 0 is the output, and earlier blocks are seen by later ones."
)
INTERLEAVED = said("the maps are interleaved: each colour has one contiguous block of them.")
OUT_INTERLEAVED = said(
    "the blocks of the output maps are interleaved, those of the input maps are not."
)
IN_INTERLEAVED = said(
    "the blocks of the input maps are interleaved, those of the output maps are not."
)
NONE_AT_CENTRE = said("at the centre all colours are hidden: earlier colours are seen there.")
ALL_AT_CENTRE = said("at the centre all colours are shown: later colours are hidden there.")
SINGLE_MAPS = said("at the centre the order of single maps counts, not that of their blocks.")
FIRST_MAPS = said("the order holds for the first map of each block only: it holds for every map.")


def of_type(other: str) -> Said:
    """Return the sentence about the type of a mask, told by its centre."""
    return said(
        'this is the mask of type "{other}": "A" hides the centre, "B" shows it.', other=other
    )


def of_row_type(other: str) -> Said:
    """Return the sentence about the type of a mask, told by the row of its centre."""
    return said(
        'this is the mask of type "{other}": "A" hides the row of the centre, "B" shows it.',
        other=other,
    )


def at_centre_of_type(other: str) -> Said:
    """Return the sentence about the type of a mask over colours."""
    return said(
        'at the centre this is the mask of type "{other}": "A" sees earlier blocks only, "B" '
        "its own block too.",
        other=other,
    )
