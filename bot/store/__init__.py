"""The log: conversations, walks, decisions and reviews, on SQLite through sqlite-utils."""
