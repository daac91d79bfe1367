"""Where the system's figures come from."""
