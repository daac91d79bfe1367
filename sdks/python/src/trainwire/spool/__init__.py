"""Where records wait, on disk or in memory, until the server has stored them."""
