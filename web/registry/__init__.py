"""Accounts and units for pages and JSON: who looks, what is asked, statements and lives."""
