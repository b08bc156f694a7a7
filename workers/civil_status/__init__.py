"""The national civil-status database: births, deaths and marriages handed over, numbers and results that come back."""
