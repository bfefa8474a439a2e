"""What the pages of figures show beside the figures themselves."""
