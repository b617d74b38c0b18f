def called(person):
    """As people here are called, surname first; without a name, the login; "" for nobody."""
    return (f"{person.last_name}{person.first_name}" or person.get_username()) if person else ""
