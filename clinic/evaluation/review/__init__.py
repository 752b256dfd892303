"""What changed from a quarter to the next beyond chance, with the numbers that it rests on."""
