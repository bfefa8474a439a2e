"""What we tell other systems: that something happened, by signed calls to their addresses."""
