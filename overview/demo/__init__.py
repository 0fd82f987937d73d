"""The demo caseload: three worked cases in full and forty more clients, told through the services."""
