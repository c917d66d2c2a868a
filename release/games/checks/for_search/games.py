"""Two games to search in, by their rules: Nim and tic-tac-toe, as in the handout."""

from autograder.checking.games import Rules

LINES = ((0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6))


def nim(left: int) -> Rules:
    """Return Nim: a state is how many are left, action a takes a + 1, who takes the last wins."""
    return Rules.enumerated(
        left,
        lambda state: [taken <= state for taken in (1, 2, 3)],
        lambda state, action: state - action - 1,
        lambda state: None if state else -1.0,
    )


def tic_tac_toe(board: str) -> Rules:
    """Return tic-tac-toe from a board: a state is a text of nine marks, row by row; X begins."""
    return Rules.enumerated(board, lambda state: [mark == "." for mark in state], moved, _outcome)


def moved(state: str, action: int) -> str:
    """Return a board after a move of the player whose turn it is."""
    return state[:action] + "XO"[(9 - state.count(".")) % 2] + state[action + 1 :]


def _outcome(state: str) -> float | None:
    rows = {"".join(state[field] for field in line) for line in LINES}
    if rows & {"XXX", "OOO"}:
        return -1.0
    return None if "." in state else 0.0
