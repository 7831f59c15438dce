"""What scloud keeps for its user on this machine: profiles, secret keys, folders."""
