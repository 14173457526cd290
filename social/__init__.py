"""The Coalition's social posts, kept here."""
