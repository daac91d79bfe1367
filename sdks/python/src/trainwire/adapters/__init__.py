"""What the adapters to training libraries share."""
