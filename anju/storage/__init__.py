"""Where data rests: files that people edit, and databases."""
