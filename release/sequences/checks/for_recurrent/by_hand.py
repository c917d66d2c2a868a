"""What students see asked of `recurrent`: states of two units, and what usual mistakes give."""
import math
import torch
from torch import Tensor
from autograder.checking.slips import SlipAnswers, Slips
from autograder.text.i18n import said
TANH = said('The σ of this network is the logistic function: here it is tanh.')
RELU = said('The σ of this network is the logistic function: here it is a rectifier.')
NO_SIGMA = said('The σ is missing: these are its arguments.')
NO_BIAS = said('The bias is left out.')
TRANSPOSED = said('W_h is turned round: it acts as W_h h, which is h @ weight_h.T.')
NO_STATE = said('The state has no say: W_h h is missing.')
NO_TOKEN = said('The token has no say: W_e e is missing.')
LOG3 = math.log(3)
WEIGHT_H = LOG3 * torch.tensor([[2.0, -1], [0, 1]])
WEIGHT_E = LOG3 * torch.tensor([[1.0], [-1]])
BIAS = LOG3 * torch.tensor([-1.0, 1])
H = torch.tensor([[0.5, 1], [1, 0]])
E = torch.tensor([[1.0], [2]])
STEP = torch.tensor([[1 / 2, 3 / 4], [27 / 28, 1 / 4]])
STEP_SLIPS: Slips = {TANH: torch.tensor([[0.0, 0.8], [0.99726, -0.8]]), RELU: torch.tensor([[0.0, 1.098612], [3.295837, 0.0]]), NO_SIGMA: torch.tensor([[0.0, 1.098612], [3.295837, -1.098612]]), NO_BIAS: torch.tensor([[0.75, 0.5], [0.987805, 0.1]]), TRANSPOSED: torch.tensor([[0.75, 0.633975], [0.964286, 0.1]]), NO_STATE: torch.tensor([[0.5, 0.5], [0.75, 0.25]]), NO_TOKEN: torch.tensor([[0.25, 0.9], [0.75, 0.75]])}
FROM_FIRST = said('Each state goes on from the one before it: here all start from h_0.')
WITH_FIRST = said('The states are h_1 to h_T: here h_0 comes first, and h_T is missing.')
LAST_ALONE = said('All states are asked for, h_1 to h_T: here each is the last one.')
BACKWARDS = said('The text is read from its first token on: here it is read backwards.')
FROM_ZERO = said('It starts from the h that is given, h_0: here it starts from zeros.')
SAME_TOKEN = said('State t takes in token t: here each takes in the first token.')
REVERSED = said('The states stand in the order of the tokens: here the last one comes first.')
TEXT = torch.tensor([[[1.0], [0], [2]]])
STATES = torch.tensor([[[0.5, 0.75], [0.304924, 0.872425], [0.69214, 0.465018]]])
STATES_SLIPS: Slips = {FROM_FIRST: torch.tensor([[[0.5, 0.75], [0.25, 0.9], [0.75, 0.5]]]), WITH_FIRST: torch.tensor([[[0.5, 1.0], [0.5, 0.75], [0.304924, 0.872425]]]), LAST_ALONE: STATES[:, 2:].expand(-1, 3, -1), BACKWARDS: torch.tensor([[[0.75, 0.5], [0.5, 0.83861], [0.544211, 0.715308]]]), FROM_ZERO: torch.tensor([[[0.5, 0.5], [0.366025, 0.83861], [0.727415, 0.455789]]]), SAME_TOKEN: torch.tensor([[[0.5, 0.75], [0.568235, 0.695076], [0.618909, 0.682139]]]), REVERSED: STATES.flip(1), TANH: torch.tensor([[[0.0, 0.8], [-0.962403, 0.962403], [-0.968857, -0.041281]]]), TRANSPOSED: torch.tensor([[[0.75, 0.633975], [0.633975, 0.725348], [0.923551, 0.26929]]])}
FIXED = torch.tensor([0.75, 0.75])
ONES = torch.ones(3, 1)
STEEP_H = torch.tensor([[16 / 3, 16 / 3], [0, 16 / 3]])
STEEP_E = torch.tensor([[1.0], [2]])
STEADY = LOG3 - torch.tensor([9.0, 6])
NEARLY = 0.02
NORMS = torch.tensor([3.0, 6, 11]).sqrt()
SQUARED = said('These are the squares of the norms: take the root.')
SPECTRAL = said('The Frobenius norm adds up all squares: this is the largest singular value.')
NUCLEAR = said('The Frobenius norm adds up all squares: these are sums of singular values.')
ADDED = said('The Frobenius norm adds up squares: here absolute values are added up.')
LARGEST = said('The Frobenius norm adds up squares: this is the largest entry alone.')
OF_SUM = said('The Jacobian has a row for each unit of h_t: here the units were added up first.')
ROOT_MEAN = said('The squares are added up: here their mean is taken.')
ONE_STEP = said('The Jacobian is that of h_t by h_0: this is by h_{t−1}, one step alone.')
FROM_START = said('The first is ∂h_1/∂h_0: here all are one step late, from ∂h_0/∂h_0 on.')
NO_SLOPE = said('The slope of σ is missing, h (1 − h) of each unit: this is a power of W_h.')
TANH_SLOPE = said('The slope of σ is h (1 − h): here it is 1 − h², that of tanh.')
TO_LAST = said('The Jacobians are of h_t by h_0: here they are of h_T by h_t, or backwards.')
SLOPE_ALONE = said('The Jacobian of a step is diag(h (1 − h)) W_h: here W_h is missing.')
LOGARITHMS = said('These are logarithms: the norms themselves are asked for.')
NORM_SLIPS: Slips = {LOGARITHMS: NORMS.log(), SQUARED: NORMS.square(), SPECTRAL: torch.tensor([1.618034, 2.414214, 3.302776]), NUCLEAR: torch.tensor([2.236068, 2.828427, 3.605551]), ADDED: torch.tensor([3.0, 4, 5]), LARGEST: torch.tensor([1.0, 2, 3]), OF_SUM: torch.tensor([5.0, 10, 17]).sqrt(), ROOT_MEAN: NORMS / 2, ONE_STEP: NORMS[:1].expand(3), FROM_START: torch.tensor([2.0, 3, 6]).sqrt(), NO_SLOPE: NORMS * torch.tensor([16 / 3, 256 / 9, 4096 / 27]), TANH_SLOPE: NORMS * torch.tensor([7 / 3, 49 / 9, 343 / 27]), TO_LAST: NORMS.flip(0), TRANSPOSED: torch.tensor([0.267219, 0.095425, 0.050574]), SLOPE_ALONE: math.sqrt(2) * torch.tensor([3 / 16, 9 / 256, 27 / 4096])}

def norms_told(got: Tensor) -> str:
    """Return what is said of norms that no mistake gives: whether they are nearly right."""
    if bool(((got / NORMS - 1).abs() < NEARLY).all()):
        return said('Nearly right: differences of two states lose digits, and so do constants that are added. Use the chain rule.')
    return ''
X = torch.ones(1, 1)
OUTPUT, CELL = (torch.tensor([[1.0, 0]]), torch.tensor([[2.0, -1]]))
GATES_X = LOG3 * torch.tensor([-1.0, -1, 1, 0, 0.5, 0.5, 1, -1]).unsqueeze(1)
GATES_H = LOG3 * torch.tensor([[1.0, 1, -1, 0, 1, 0, -1, 1], [1, -1, 2, 1, 0, 1, 1, 2]]).T
GATES_BIAS = LOG3 * torch.tensor([1.0, 0, -1, 1, -1, -1, 0, -1])
STEPPED = torch.tensor([0.351953, -0.190399, 0.875, -1.0])
ORDERS = {'i, f, o, g': (0.292971, -0.299319, 0.5, -1.15), 'i, g, f, o': (0.291815, 0.00849, 0.667949, 0.033975), 'i, g, o, f': (0.240878, 0.054496, 0.4, 0.15), 'i, o, f, g': (0.21331, -0.483459, 1.267949, -0.766025), 'i, o, g, f': (0.219957, -0.346588, 1.375, -0.5), 'f, i, g, o': (0.462673, -0.175976, 1.625, -0.875), 'f, i, o, g': (0.573841, -0.293003, 1.5, -1.1), 'f, g, i, o': (0.379281, -0.051066, 0.99282, -0.20718), 'f, g, o, i': (0.507496, -0.106628, 1.1, -0.3), 'f, o, i, g': (0.226287, -0.495003, 1.5, -0.79282), 'f, o, g, i': (0.235344, -0.41595, 1.75, -0.625), 'g, i, f, o': (0.449593, -0.087628, 1.467949, -0.366025), 'g, i, o, f': (0.528516, -0.089646, 1.2, -0.25), 'g, f, i, o': (0.382296, -0.158787, 1.00718, -0.75), 'g, f, o, i': (0.454115, -0.232481, 0.9, -0.75), 'g, o, i, f': (0.226609, -0.183689, 1.50718, -0.25), 'g, o, f, i': (0.23282, -0.262883, 1.667949, -0.366025), 'o, i, f, g': (0.639931, -0.373476, 1.267949, -0.966025), 'o, i, g, f': (0.606976, -0.2773, 1.125, -0.625), 'o, f, i, g': (0.346588, -0.3895, 0.5, -1.04282), 'o, f, g, i': (0.476362, -0.351953, 0.75, -0.875), 'o, g, i, f': (0.342339, 0.021397, 0.49282, 0.04282), 'o, g, f, i': (0.525248, -0.082258, 0.867949, -0.166025)}
SWAPPED = said("First h', then c': here they are swapped.")
FORGET_BIAS = said('Nothing is added to the forget gate: here it is open by one more.')
G_LOGISTIC = said('The candidate g goes through tanh: here it goes through σ.')
G_BARE = said('The candidate g goes through tanh: here it stays as it is.')
COUPLED = said('The input gate is σ(i), a gate of its own: here it is 1 − σ(f).')
NO_INPUT_GATE = said("The input gate is missing: c' = σ(f) c + σ(i) tanh(g).")
NO_FORGET_GATE = said("The forget gate is missing: c' = σ(f) c + σ(i) tanh(g).")
NO_CELL = said("The old cell has no say: c' = σ(f) c + σ(i) tanh(g).")
BARE_CELL = said("h' = σ(o) tanh(c'): there is no tanh of the cell.")
OLD_CELL = said("h' = σ(o) tanh(c'): here it is made of the old cell c.")
LOGISTIC_CELL = said("h' = σ(o) tanh(c'): here the cell goes through σ.")
NO_X = said('The input has no say: W_x x is missing.')
NO_OUTPUT = said('The output before has no say: W_h h is missing.')
BIAS_TWICE = said('The bias is added twice: it is bias_ih + bias_hh already.')
INTERLEAVED = said("A block is H rows in a row: here each unit's four numbers stand together.")
STEPPED_SLIPS: Slips = {SWAPPED: STEPPED.roll(2), FORGET_BIAS: torch.tensor([0.434101, -0.203668, 1.325734, -1.140768]), G_LOGISTIC: torch.tensor([0.375551, -0.128286, 0.975481, -0.566987]), G_BARE: torch.tensor([0.361041, -0.192939, 0.91198, -1.024653]), COUPLED: torch.tensor([0.351953, -0.175976, 0.875, -0.875]), NO_INPUT_GATE: torch.tensor([0.380797, -0.212071, 1.0, -1.25]), NO_FORGET_GATE: torch.tensor([0.491423, -0.212071, 2.375, -1.25]), NO_CELL: torch.tensor([0.179179, -0.06123, 0.375, -0.25]), BARE_CELL: torch.tensor([0.4375, -0.25, 0.875, -1.0]), OLD_CELL: torch.tensor([0.482014, -0.190399, 0.875, -1.0]), LOGISTIC_CELL: torch.tensor([0.352893, 0.067235, 0.875, -1.0]), NO_BIAS: torch.tensor([0.449241, -0.122459, 1.464286, -0.25]), NO_OUTPUT: torch.tensor([0.476362, -0.070391, 0.75, -0.875]), NO_X: torch.tensor([0.049344, -0.437027, 0.2, -1.35]), BIAS_TWICE: torch.tensor([-0.122459, -0.087738, -0.25, -1.364286]), INTERLEAVED: torch.tensor([0.284962, -0.087628, 0.4, -0.366025])}

def in_order(order: str) -> str:
    """Return what is said of blocks that stand in another order, such as "i, f, o, g"."""
    told: str = said("Your blocks are {order}: torch's order is i, f, g, o, input, forget, candidate, output.", order=order)
    return told

def order_slips() -> SlipAnswers:
    """Return what every other order of the blocks gives."""
    return {in_order(order): torch.tensor(row) for order, row in ORDERS.items()}

def stepped_told(got: Tensor) -> str:
    """Return what is said of an LSTM step that no mistake gives: which half is right."""
    if ((got - STEPPED).abs()[2:] < 0.0001).all():
        return said("c' is right, and h' is not: h' = σ(o) tanh(c').")
    return said("c' = σ(f) c + σ(i) tanh(g), and h' = σ(o) tanh(c').")
