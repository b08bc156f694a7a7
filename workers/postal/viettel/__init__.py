"""Viettel Post behind the same port as the public post: orders by its interface, news by its webhook."""
