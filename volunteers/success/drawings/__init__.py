"""Drawings made on the server: numbers in, whole coordinates out; templates make SVG of them."""
