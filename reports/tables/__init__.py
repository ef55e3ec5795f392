"""What a workshop decided and counted, as tables: rows that figures, files and pages read."""
