"""Inspection of uploaded files: active content and decompression bombs."""
