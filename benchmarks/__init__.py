"""Measurements of speed and memory; run by `make bench`, never as a timed test."""
