"""What each kind of thing is called and shown as: a file an area, as in `api`."""
