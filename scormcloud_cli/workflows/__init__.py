"""What takes several calls and must survive: imports, publishing, bulk work, backups."""
