"""What the commands stand on: the parser, the office's folder, supervised processes, the judges of `test`."""
