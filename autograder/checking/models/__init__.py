"""What any model of data is asked: densities and samplers, whatever assignment they are from."""
