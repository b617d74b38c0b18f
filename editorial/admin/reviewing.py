class ReviewedAdmin:
    """Screens of what goes through reviewers before it is public."""
