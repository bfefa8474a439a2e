"""What the project group decides."""
