"""What looks across clients, and acts that span rooms."""
