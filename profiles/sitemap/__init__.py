"""The addresses of all public pages, for crawlers: an index, and files of stable parts of them."""
