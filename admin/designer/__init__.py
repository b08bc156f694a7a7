"""The designer's desk: procedures and their versions, checking and deploying, diagrams, downloads."""
