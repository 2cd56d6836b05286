"""Rasa graph components and runtime parts, one a file; the only package that imports rasa."""
