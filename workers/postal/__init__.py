"""The public postal service: orders that carry a result to the citizen, and what becomes of them."""
