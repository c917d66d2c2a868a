"""Checks of pixelcnn/masks: which weights of a kernel may see what."""
import torch
from autograder.checking.answer import Answer
from autograder.checking.check import Context, Passed, check
from autograder.checking.student import Failed, Student
from autograder.text.i18n import quoted, said
from .mask_answers import Due, asked, require_mask, shares_the_swap
from .masks_by_hand import BLOCKS, BY_HAND, COLOURS_BY_HAND
from .reach import first_wrong, reach_of, require_no_later
STACKS = {'causal': 'causal_mask', 'vertical': 'vertical_mask', 'horizontal': 'horizontal_mask'}
TITLES = {'causal': 'Rows above, then what lies to the left; type "B" adds the centre', 'vertical': 'The vertical stack sees whole rows', 'horizontal': 'The horizontal stack sees its own row, up to the centre, as a kernel of one row'}

@check.each(STACKS, titles=TITLES, weight=(1.5, 1, 0.75), visible=True, about='{name}_mask')
def by_hand(student: Student, ctx: Context, name: str) -> Passed:
    """Masks that one can draw"""
    found = []
    for case, one in BY_HAND[name].items():
        answer = asked(student, name, *case)
        found.append(_require(student, answer, case, one, show=True))
    return next((one for one in found if one.message), Passed())

@check.each(('causal', 'vertical', 'horizontal'), titles=('`causal_mask` for kernels of any odd size', '`vertical_mask` for kernels of any odd size', '`horizontal_mask` for kernels of any odd size'))
def sizes(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

def _require(student: Student, answer: Answer, case: tuple[int, str], due: Due, *, show: bool=False) -> Passed:
    """Raise Failed unless a mask is right, or has its types swapped as `causal_mask` has."""
    try:
        require_mask(answer, due.mask, due.slips, show=show)
    except Failed:
        if not shares_the_swap(student, answer.name, *case, due.swap):
            raise
        return Passed(said('Its types A and B are swapped, as those of `causal_mask` are. One mistake costs once: there. Change both.'))
    return Passed()

@check.each(('causal', 'vertical', 'horizontal'), titles=('`causal_mask` gives a new float32 tensor at each call, and refuses what makes no mask', '`vertical_mask` gives a new float32 tensor at each call, and refuses what makes no mask', '`horizontal_mask` gives a new float32 tensor at each call, and refuses what makes no mask'))
def contract(student, ctx, name):
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.0, visible=True, after=by_hand)
def stacks_see_what_came_before(student: Student, ctx: Context) -> Passed:
    """Layers of masks A, B, B, … see earlier pixels only, and two stacks together see them all"""
    height, width = (4, 5)
    causal, vertical, horizontal = (reach_of(student, name, height, width) for name in ('causal_mask', 'vertical_mask', 'horizontal_mask'))
    pixel = torch.arange(height * width)
    earlier = pixel < pixel.unsqueeze(1)
    both = vertical | horizontal
    require_no_later(causal, earlier, quoted('causal_mask'), width)
    pair = said('{one} and {other}', one='vertical_mask', other='horizontal_mask')
    require_no_later(both, earlier, pair, width)
    if not both[earlier].all():
        message = said('`vertical_mask` and `horizontal_mask` together should reach every earlier pixel: all rows above in their full width, and the current row up to the pixel.')
        here, there = first_wrong(earlier & ~both, width)
        detail = said('From pixel {pixel}, pixel {other} is never seen (row, column).', pixel=here, other=there)
        raise Failed(message, detail=detail)
    return Passed(said('On {height} × {width} pixels, layers of `causal_mask` alone miss {blind} of {earlier} earlier pixels, however many layers: the blind spot. Your vertical and horizontal masks together miss none.', height=height, width=width, blind=int((earlier & ~causal).sum()), earlier=int(earlier.sum())))

@check(weight=1.0, visible=True, about='channel_mask')
def channel_by_hand(student: Student, ctx: Context) -> None:
    """At the centre, red sees nothing, green sees red, blue sees red and green"""
    for kind, due in COLOURS_BY_HAND.items():
        answer = asked(student, 'channel_mask', 3, 3, 1, kind)
        require_mask(answer, due.mask, due.slips, show=True)

@check(weight=0.5, visible=True, after=channel_by_hand, about='channel_mask')
def channel_blocks(student: Student, ctx: Context) -> None:
    """Six feature maps are two for red, then two for green, then two for blue"""
    answer = asked(student, 'channel_mask', 6, 6, 1, 'A')
    require_mask(answer, BLOCKS.mask, BLOCKS.slips, show=True)

@check
def channel_sizes(student, ctx):
    """`channel_mask` for one to six colours, any odd kernel size and number of maps"""
    raise RuntimeError('this check is asked in grading only')

@check
def channel_order_through_layers(student, ctx):
    """Through layers A, B, B each colour of a pixel sees exactly the colours before it"""
    raise RuntimeError('this check is asked in grading only')

@check
def channel_contract(student, ctx):
    """`channel_mask` gives a new float32 tensor at each call, and refuses what makes no mask"""
    raise RuntimeError('this check is asked in grading only')
