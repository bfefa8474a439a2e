"""Where the database is: the one DATABASE_URL names, or an embedded PostgreSQL. No Django here."""
