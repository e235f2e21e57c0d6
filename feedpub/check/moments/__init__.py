"""Dates as feeds write them → the instants that they mean, and what readers make of them."""
