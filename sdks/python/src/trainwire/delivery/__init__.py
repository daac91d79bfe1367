"""From a spool to the server."""
