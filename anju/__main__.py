"""`python -m anju` is the command `anju`."""

from anju.cli import main

if __name__ == "__main__":
    main()
