"""Pages of what people share."""
