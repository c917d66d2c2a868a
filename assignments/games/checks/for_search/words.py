"""What is said of a search that goes about it in another way."""

from autograder.text.i18n import said

NO_SIGN = said(
    "A value changes its sign at every move on its way to the root: what is good for one player is "
    "bad for the other."
)
NO_SIGN_AT_ALL = said(
    "A value changes its sign at every move on its way to the root, at the last one, too: yours is "
    "added to all totals as it is."
)
OPPOSITE = said(
    "The other way round: a value belongs to the player to move in its state, so the move that "
    "leads there gets minus it. A total is for the player who chose the move."
)
EVALUATION = said(
    "The value of `evaluate` belongs to the player to move in that state, not to the one who has "
    "just moved. That of `result` you take rightly."
)
RESULT = said(
    "The value of `result` belongs to the player to move in that state, not to the one who has "
    "just moved. That of `evaluate` you take rightly."
)
AGAIN = said(
    "Where the game is over a simulation ends, and `result` is backed up, each time it is met "
    "again: it counts as often as the first time. Yours counts as 0 later."
)
NEVER_AGAIN = said(
    "Where the game is over a simulation ends, and `result` is backed up, each time it is met "
    "again. Yours leaves no visit then."
)
OVER = said("The value is `result` if the game is over, whatever `evaluate` says of that state.")
PRIOR_OF_ALL = said(
    "The prior is made by legal_policy: over legal moves alone it sums to one. Yours is a softmax "
    "over all moves."
)
PRIOR_UNIFORM = said("The prior is made by legal_policy of the logits; yours is the same for all.")
PRIOR_LOGITS = said("The prior is made by legal_policy: probabilities, not the logits themselves.")
C_IGNORED = said("`c` is not used: hand it on to `puct_scores`.")
ROOT_OF_MORE = said(
    "The root is of the sum of the visits of all moves, and of nothing more: before the first of "
    "them all scores of a node are 0, and the lowest number is taken."
)
ROOT_OF_MORE_BELOW = said(
    "The root is of the sum of the visits of all moves. Below the root of the tree yours counts "
    "one more, that of the node itself."
)
ROOT_OF_ONE = said(
    "Before the first visit of its moves all scores of a node are 0, and the lowest number is "
    "taken: the root is of the sum of the visits, 0, not of 1. Yours takes the largest prior."
)
OPTIMISTIC = said(
    "Q is 0 where there were no visits. Yours tries each move once before it compares them."
)
LAST = said("Of equal scores, take the move with the lowest number.")
TABLE = said(
    "Nodes belong to paths: a state that is reached in two ways is two nodes, each with visits of "
    "its own. Keep no table of states."
)
FEWER = said(
    "The visits have to sum to the number of simulations. The root is expanded before the first."
)
TOTALS = said("Q is a mean: the total divided by the visits of the move.")
ONE_MORE = said("Q is total / visits: do not divide by 1 + visits.")
NO_ROOT = said("The root is missing: curiosity has the root of the sum of visits.")
OWN_VISITS = said("The root is of the visits of all moves together, not of the move's own.")
UCB = said("The scores are others than those of puct_scores: this is UCB1, which has no prior.")
FLOAT64 = said("Compute in float64: priors and totals of float32 cannot tell these moves apart.")
CHANCE = said(
    "Two equal searches give different visits: draw nothing. Of equal scores the lowest number is "
    "taken, and a value comes from `result`, or else from `evaluate`: no random games are played."
)
OTHER = said(
    "Other visits are due at the root. Check, in this order: your other four functions, which move "
    "is chosen, where a simulation ends, whose value is backed up."
)
VISITS = said(
    "Return the visits of the root's moves, int64, one for each move, legal or not: no move, and "
    "no probabilities."
)
JUNK = said(
    "Logits of moves that are not legal may be NaN or infinite: make the prior by legal_policy, "
    "and compute with nothing else of them."
)
BEYOND = said(
    "A simulation goes on after the end: where `result` is a number, neither `evaluate` nor "
    "`legal_policy` is asked, and the path ends."
)
EVALUATED_OVER = said("`evaluate` is asked where the game is over: ask `result` before.")
EVALUATED_TWICE = said(
    "`evaluate` is asked once for each unfinished node, when it is made: yours asks again of a "
    "state that is reached in one way only."
)
EVALUATED_MORE = said(
    "`evaluate` is asked once for each unfinished node that a simulation has come to: yours also "
    "asks of others. Make a child when it is chosen, not all of them at once."
)
EVALUATED_LESS = said(
    "`evaluate` is asked once for each unfinished node: yours leaves some out. A state that is "
    "reached in two ways is two nodes, and is asked about twice."
)
MISLED = said(
    "After this many simulations most visits belong to a move that is not the best: minimax, which "
    "plays all games to their end, finds a better one. Whose value is backed up?"
)
