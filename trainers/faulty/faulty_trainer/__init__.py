"""A trainer that goes wrong on purpose, for testing what watches trainers. Standard library only."""
