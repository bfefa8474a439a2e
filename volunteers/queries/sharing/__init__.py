"""What is shared, as each may see it."""
