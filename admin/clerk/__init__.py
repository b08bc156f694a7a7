"""The clerk's desk: the queue, a task, reception, receipts, dossiers and their papers."""
