"""Tests of the container images, as they were built last."""
