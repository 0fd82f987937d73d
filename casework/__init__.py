"""The client file: client, title, conditions, stay, contact notes, goals, documents."""
