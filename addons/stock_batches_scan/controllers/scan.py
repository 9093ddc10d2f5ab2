"""What the page asks the server: one endpoint for all scenarios, each its own service."""
