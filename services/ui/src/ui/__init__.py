"""Where people teach the router: they see and add examples, train the head, and try it."""
