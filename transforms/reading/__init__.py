"""Bytes to text: the format is judged by content, one reader for each format family (see formats.py)."""
