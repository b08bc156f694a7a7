"""Letters edited in the web: the office's own by administrators, a procedure's by designers; shown before they are saved."""
