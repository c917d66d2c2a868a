"""Checks of pixelcnn/masks: which weights of a kernel may see what."""
from collections.abc import Sequence
import torch
from torch import Tensor
from autograder.checking.check import Passed, World, check
from autograder.checking.student import Failed, Student
from autograder.text.i18n import quoted, said
from .mask_answers import causal_slips, channel_slips, horizontal_slips, mask_of, require_mask, vertical_slips
from .reach import first_wrong, reach_of, require_no_later
ONE, SEVERAL, MANY = ((1,), (2, 3, 4), (5, 6, 7))
CHANNEL_CASES: list[tuple[Sequence[int], ...]] = [((3,), ONE, ONE, (3, 5, 7)), ((3,), SEVERAL, SEVERAL, (3, 5)), ((3,), ONE, SEVERAL, (1,)), ((3,), MANY, ONE, (7, 9, 11)), ((2,), SEVERAL, MANY, (3, 5)), ((1,), SEVERAL, SEVERAL, (3, 5)), ((4, 5, 6), SEVERAL, ONE, (5, 7))]

def drawn(rows: str) -> Tensor:
    """Give a mask written as "111/100/000"."""
    return torch.tensor([[float(digit) for digit in row] for row in rows.split('/')])

@check(weight=1.5, visible=True)
def causal_by_hand(student: Student, world: World) -> None:
    """Rows above, then what lies to the left; type "B" adds the centre"""
    for size, kind, rows in ((3, 'A', '111/100/000'), (3, 'B', '111/110/000')):
        want = drawn(rows)
        got = mask_of(student, 'causal_mask', size, kind, shape=(size, size))
        require_mask(got, want, f'causal_mask({size}, "{kind}")', causal_slips(want), show=True)

@check(weight=2.0, after=[causal_by_hand])
def causal_sizes(student: Student, world: World) -> None:
    """`causal_mask` for kernels of any odd size"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=0.75, after=[causal_by_hand])
def causal_contract(student: Student, world: World) -> None:
    """`causal_mask` gives a new float32 tensor at each call, and refuses what makes no mask"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.0, visible=True)
def vertical_by_hand(student: Student, world: World) -> None:
    """The vertical stack sees whole rows"""
    for size, kind, rows in ((3, 'A', '111/000/000'), (3, 'B', '111/111/000')):
        want = drawn(rows)
        got = mask_of(student, 'vertical_mask', size, kind, shape=(size, size))
        slips = vertical_slips(want)
        require_mask(got, want, f'vertical_mask({size}, "{kind}")', slips, show=True)

@check(weight=1.0, after=[vertical_by_hand])
def vertical_sizes(student: Student, world: World) -> None:
    """`vertical_mask` for kernels of any odd size"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=0.5, after=[vertical_by_hand])
def vertical_contract(student: Student, world: World) -> None:
    """`vertical_mask` gives a new float32 tensor at each call, and refuses what makes no mask"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=0.75, visible=True)
def horizontal_by_hand(student: Student, world: World) -> None:
    """The horizontal stack sees its own row, up to the centre, as a kernel of one row"""
    for size, kind, rows in ((3, 'A', '100'), (5, 'B', '11100')):
        want = drawn(rows)
        got = mask_of(student, 'horizontal_mask', size, kind, shape=(1, size))
        slips = horizontal_slips(want)
        require_mask(got, want, f'horizontal_mask({size}, "{kind}")', slips, show=True)

@check(weight=0.75, after=[horizontal_by_hand])
def horizontal_sizes(student: Student, world: World) -> None:
    """`horizontal_mask` for kernels of any odd size"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=0.5, after=[horizontal_by_hand])
def horizontal_contract(student: Student, world: World) -> None:
    """`horizontal_mask` gives a new float32 tensor at each call, and refuses what makes no mask"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.0, visible=True, after=[causal_by_hand, vertical_by_hand, horizontal_by_hand])
def stacks_see_what_came_before(student: Student, world: World) -> Passed:
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
        seen = said('From pixel {pixel}, pixel {other} is never seen (row, column).', pixel=here, other=there)
        raise Failed(message, seen=seen)
    return Passed(said('On {height} × {width} pixels, layers of `causal_mask` alone miss {blind} of {earlier} earlier pixels, however many layers: the blind spot. Your vertical and horizontal masks together miss none.', height=height, width=width, blind=int((earlier & ~causal).sum()), earlier=int(earlier.sum())))

@check(weight=1.0, visible=True)
def channel_by_hand(student: Student, world: World) -> None:
    """At the centre, red sees nothing, green sees red, blue sees red and green"""
    for kind, rows in (('A', '000/100/110'), ('B', '100/110/111')):
        centre = drawn(rows)
        got = mask_of(student, 'channel_mask', 3, 3, 1, kind, shape=(3, 3, 1, 1))
        want = centre.view(3, 3, 1, 1)
        title = f'channel_mask(3, 3, 1, "{kind}")'
        require_mask(got, want, title, channel_slips(want, 3), show=True)

@check(weight=0.5, visible=True, after=[channel_by_hand])
def channel_blocks(student: Student, world: World) -> None:
    """Six feature maps are two for red, then two for green, then two for blue"""
    want = drawn('000000/000000/110000/110000/111100/111100').view(6, 6, 1, 1)
    got = mask_of(student, 'channel_mask', 6, 6, 1, 'A', shape=(6, 6, 1, 1))
    require_mask(got, want, 'channel_mask(6, 6, 1, "A")', channel_slips(want, 3), show=True)

@check(weight=2.5, after=[channel_by_hand])
def channel_sizes(student: Student, world: World) -> None:
    """`channel_mask` for one to six colours, any odd kernel size and number of maps"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.0, after=[channel_by_hand])
def channel_order_through_layers(student: Student, world: World) -> None:
    """Through layers A, B, B each colour of a pixel sees exactly the colours before it"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=0.75, after=[channel_by_hand])
def channel_contract(student: Student, world: World) -> None:
    """`channel_mask` gives a new float32 tensor at each call, and refuses what makes no mask"""
    raise RuntimeError('this check is asked in grading only')
