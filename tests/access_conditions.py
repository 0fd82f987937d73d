"""Expectations of special conditions through time, for the access matrix."""

CONDITIONS = """
casework:conditions          -          file         never
casework:condition_end       condition  file-form    file-form
casework:condition_replace   condition  file-form    file-form
casework:condition_withdraw  condition  file-form    file-form
"""
