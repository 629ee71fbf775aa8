"""What people are told: on the site, and by mail as often as each of them wants."""
