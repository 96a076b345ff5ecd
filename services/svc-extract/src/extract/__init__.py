"""Finds what a text says in figures: dates, amounts, account numbers and addresses, checked and in one form."""
