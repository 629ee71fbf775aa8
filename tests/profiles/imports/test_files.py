"""Which of the server's files may be imported."""

import pytest

from profiles.imports.files import NotAllowed, on_server


@pytest.fixture
def allowed(tmp_path, settings):
    folder = tmp_path.resolve() / "in"
    folder.mkdir()
    settings.IMPORT_FOLDERS = [folder]
    return folder


def test_files_below_a_named_folder_are_taken_one_by_one(allowed):
    (allowed / "b.xml").write_text("x")
    (allowed / "deep").mkdir()
    (allowed / "deep/a.xml").write_text("x")
    assert on_server(str(allowed)) == [f"{allowed}/b.xml", f"{allowed}/deep/a.xml"]


@pytest.mark.parametrize("typed", ["/etc/passwd", "{0}/../secret", "{0}-other/x", "in/x", "-", "{0}/none.xml", "{0}"])
def test_everything_else_is_refused(allowed, typed):
    (allowed.parent / "secret").write_text("x")
    with pytest.raises(NotAllowed):
        on_server(typed.format(allowed))


def test_links_are_refused_as_files_and_as_folders_on_the_way(allowed):
    (allowed.parent / "secret").write_text("x")
    (allowed / "link").symlink_to(allowed.parent / "secret")
    (allowed / "folder").symlink_to(allowed.parent)
    for typed in ("link", "folder/secret", "folder", ""):
        with pytest.raises(NotAllowed):
            on_server(str(allowed / typed))


def test_a_site_that_names_no_folder_reads_nothing_of_its_own(tmp_path, settings):
    settings.IMPORT_FOLDERS = []
    (tmp_path / "x").write_text("x")
    with pytest.raises(NotAllowed):
        on_server(str(tmp_path / "x"))
