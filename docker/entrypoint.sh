#!/bin/sh
# The image's command: `motcua …`, as process 1, so that it gets the signals itself.
exec python -m motcua "$@"
