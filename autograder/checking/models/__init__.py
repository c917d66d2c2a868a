"""What any density model, and any sampler of one, is asked, and models that the grader plays."""
