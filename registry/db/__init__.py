"""The floor under every table: engines, transactions, migrations. No table of its own lives here."""
