"""Accounts on this machine: profiles, the keyring, the folders of settings and data."""
