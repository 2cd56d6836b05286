"""What can be known from the letters alone: spelling, language, personal numbers, names."""
