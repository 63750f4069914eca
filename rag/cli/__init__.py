"""The command line: each command asks the desk and shows what it says; none knows news."""
