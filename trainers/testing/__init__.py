"""What the tests of several trainers share."""
