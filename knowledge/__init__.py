"""What the advisor knows, and finding it. Pure: no Slack, no HTTP, no database."""
