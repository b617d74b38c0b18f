class CheckedAdmin:
    """Screens with the checker beside the text."""
