"""What a home keeps outside its servers."""

from bzpeer.embedded.home import Home


def test_the_key_of_erasures_is_made_once_and_for_nobody_else_to_read(tmp_path):
    home = Home(tmp_path / "home")
    home.make()
    key = home.erasure_key()
    assert len(key) == 64
    assert Home(tmp_path / "home").erasure_key() == key
    assert (home.path / "erasure.key").stat().st_mode & 0o077 == 0
    assert list(home.run.iterdir()) == []
    other = Home(tmp_path / "other")
    other.make()
    assert other.erasure_key() != key
