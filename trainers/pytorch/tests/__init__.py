"""Tests of the PyTorch trainer. They need PyTorch: see the README."""
