"""Mutation testing on demand: change the code in one place, and see whether a test notices.

``make mutate`` runs it over the areas of ``targets``; it is never part of ``make test``.
"""
