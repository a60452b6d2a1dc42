"""The observer's page: rating expected actions blind, by single keys, with notes."""
