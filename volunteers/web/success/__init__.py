"""The project group's pages: criteria, periods, review meetings and actions."""
