"""Text: its language and spelling, how files encode it, and what makes a stranger's harmless."""
