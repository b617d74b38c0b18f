class VersionedAdmin:
    """Screens whose saving keeps versions."""
