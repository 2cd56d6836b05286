"""The only public door: it checks, limits and masks, and answers even alone."""
