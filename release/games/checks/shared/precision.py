"""How close answers of `games` must be, by the dtype of what they are made from."""
from autograder.text.i18n import said
DTYPE = said('The result has the dtype of what it is computed from.')
