"""The figures as people see them."""
