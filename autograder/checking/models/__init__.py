"""What any density model or sampler is asked, whatever assignment it is from."""
