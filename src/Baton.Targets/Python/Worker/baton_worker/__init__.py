"""Baton's Python worker: calls one target for many runs at once. Standard library only, Python 3.9 or newer."""
