"""Who may use which address of the admin: closed by default, with one table that code and tests share."""
