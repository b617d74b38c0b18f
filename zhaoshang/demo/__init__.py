"""The demo site: 天津, its districts, parks and listings, with two years of articles around them.

Place and park names are real. Figures, companies, people, telephone numbers, policies and news are made up.
Every module makes one noun from a seeded `Random` and the moment of seeding, so that the site always looks
alive: the newest article is from today, the oldest two years old.
"""
