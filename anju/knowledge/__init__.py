"""The facts that Anju tells: load, check, search and render them."""
