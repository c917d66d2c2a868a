"""The assignment `games`: its references, its handout, its figures."""
