"""Anju 安居, a public-safety assistant for the residents of a city."""
