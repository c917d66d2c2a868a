"""Why an answer is not there: the first cell that stopped, and what most likely stopped it."""
