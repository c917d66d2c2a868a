"""Hidden tests as an instructor writes them for a notebook: the facts that our checks ask for."""
