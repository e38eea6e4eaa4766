"""Estimates that are kept or shared by address."""
