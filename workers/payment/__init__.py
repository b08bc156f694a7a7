"""The payment platform: fees paid online, what it reports of them, and its file of each day."""
