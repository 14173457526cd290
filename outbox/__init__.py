"""Outgoing mail: rows that commit with their cause, sent by a process of its own."""
