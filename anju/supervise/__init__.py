"""Start everything on one machine: check, train when needed, keep the parts running."""
