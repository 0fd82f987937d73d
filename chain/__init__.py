"""What crosses the border of the organisation: partners, meetings, agreements, notifications, handover."""
