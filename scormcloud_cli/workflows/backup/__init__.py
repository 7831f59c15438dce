"""A whole application as plain files, and back: `folder` is where, `saving` and `restoring` how."""
