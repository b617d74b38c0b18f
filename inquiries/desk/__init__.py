"""What officers do with an inquiry: its clocks, its stages, who has it, where it goes. Verbs; the screens are in admin/."""
