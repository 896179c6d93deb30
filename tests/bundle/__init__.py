"""Bundles: made, verified, tampered with."""
