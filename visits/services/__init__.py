"""What is done to calls: planning them, making them."""
