"""What comes with a request: idempotency key, page, search words, rate limits."""
