"""A backup is a whole: restored under a new name it serves the same deal and the same files."""

import backup
import db
import pytest


@pytest.fixture
def restored(played, tmp_path):
    archive = backup.backup(played, tmp_path)
    name = f"{played}_restored"
    backup.restore(name, archive)
    yield name
    db.drop(name)


DEAL = "SELECT name, won_on, expected_revenue FROM crm_lead WHERE won_on IS NOT NULL ORDER BY id"


def test_the_copy_holds_the_same_deal_and_files(played, restored, serve, sql):
    assert sql(restored, DEAL) == sql(played, DEAL) != []
    files = {path.name for path in db.filestore(played).rglob("*") if path.is_file() and "checklist" not in str(path)}
    copied = {path.name for path in db.filestore(restored).rglob("*") if path.is_file()}
    assert files and files <= copied
    server = serve(restored)
    deals = server.call("crm.lead", "search_read", [("won_on", "!=", False)], ["name"], order="id")
    assert [deal["name"] for deal in deals] == [row[0] for row in sql(played, DEAL)]


def test_restore_never_overwrites(played, tmp_path):
    archive = backup.backup(played, tmp_path)
    with pytest.raises(SystemExit):
        backup.restore(played, archive)


def test_an_unreadable_archive_leaves_nothing_behind(tmp_path):
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(b"\x1f\x8b\x08\x00 not an archive")
    with pytest.raises(Exception, match=r".+"):
        backup.restore("suite_broken_restore", broken)
    assert not db.exists("suite_broken_restore")


def test_old_archives_are_forgotten(played, tmp_path, monkeypatch):
    monkeypatch.setattr(backup, "KEEP", 2)
    for day in ("20260101", "20260102", "20260103"):
        (tmp_path / f"{played}-{day}-000000.tar.gz").touch()
    backup.backup(played, tmp_path)
    kept = sorted(path.name for path in tmp_path.glob("*.tar.gz"))
    assert len(kept) == 2 and kept[0].endswith("20260103-000000.tar.gz")
