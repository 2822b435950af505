"""How the advisor decides: walkthroughs as data, and the engine that runs them. Pure."""
