"""One comment for all who made one mistake, where nbgrader keeps a person's comments."""
