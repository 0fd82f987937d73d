"""Who logs in, in which team and role, from which organisation; and who did what: the audit trail."""
