"""Rasa custom actions, one topic a file; the only package that imports rasa_sdk."""
