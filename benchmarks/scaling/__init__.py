"""The log on SQLite and on PostgreSQL, on one server and on several. Run: make scaling."""
