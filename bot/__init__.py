"""Everything of the advisor that touches the world: conversation, Slack, web, terminal, record."""
