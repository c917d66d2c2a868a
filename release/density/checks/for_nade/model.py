"""What hidden checks of `density/nade` ask about weights that are drawn from the secret."""
from autograder.text.i18n import said
OF_THE_WEIGHTS = said('The result has the dtype of the weights.')
