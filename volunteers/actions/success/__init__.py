"""What the project group decides: criteria, closed periods, meetings and actions."""
