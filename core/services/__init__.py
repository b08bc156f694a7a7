"""The services: everything the office can do, one verb a method. Rooms and what each shows: docs/architecture.md."""
