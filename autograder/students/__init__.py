"""Who students are: their folders, their identities elsewhere, and whose time nobody knows."""
