"""What people do on the account pages, as steps for tests."""

import re

PASSWORD = "correct horse battery staple"


def log_in(client, account, **more):
    """The log-in form, filled in."""
    return client.post("/accounts/login/", {"login": account.email, "password": PASSWORD, **more})


def link_in(message):
    """The path of the first link to the site in a mail, as a browser would ask for it."""
    return re.search(r"http://127\.0\.0\.1:8000(/\S+)", message.body)[1]


def code_in(message):
    """The code that stands on a line of its own."""
    return re.search(r"^([A-Z]{8})$", message.body, re.MULTILINE)[1]
