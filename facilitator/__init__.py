"""facilitator"""
