"""What people share: examples, stories, suggestions, initiatives."""
