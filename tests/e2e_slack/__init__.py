"""The whole product in Slack: the server as a process of its own, Slack played by emulate."""
