"""What follows a time: hours told, thanks, short answers, milestones, prizes, a last talk."""
