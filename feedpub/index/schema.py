"""The tables of the index."""

SCHEMA = """
-- What the last build was made from and came to.
CREATE TABLE record (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

-- A folder as it was listed: names, and for each mtime in ns, size, inode.
CREATE TABLE folder (path TEXT PRIMARY KEY, names BLOB NOT NULL, stats BLOB NOT NULL);

-- A file as it was read. state: 0 to publish, 1 broken, 2 held back by its writer. file: its name where that is not in
-- NFC. published: Unix time. date, updated: as written, with their offset. own: the id that it claims. content: a hash
-- of its bytes, once it was rendered; empty where its first lines are good, and its body cannot be read. findings,
-- remarks: what was noticed in its head, in its body.
CREATE TABLE digest (
    id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL, file TEXT, state INTEGER NOT NULL, published INTEGER,
    date TEXT, updated TEXT, title TEXT, fingerprint TEXT, own TEXT, slug TEXT, url TEXT, language TEXT,
    categories BLOB, category_line INTEGER, findings BLOB, content BLOB, remarks BLOB
);
CREATE INDEX digest_path ON digest (path);
CREATE INDEX digest_published ON digest (published) WHERE state = 0;
CREATE INDEX digest_own ON digest (own) WHERE own IS NOT NULL;
CREATE INDEX digest_broken ON digest (path) WHERE state = 1;
CREATE INDEX digest_told ON digest (id) WHERE findings IS NOT NULL OR remarks IS NOT NULL;
CREATE INDEX digest_unreadable ON digest (id) WHERE content = x'';
CREATE INDEX digest_language ON digest (language, published) WHERE state = 0 AND language IS NOT NULL;

-- slug: what its name comes to, where that was asked for.
CREATE TABLE category (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, slug TEXT);
CREATE TABLE member (
    category INTEGER NOT NULL, published INTEGER NOT NULL, digest INTEGER NOT NULL,
    PRIMARY KEY (category, published, digest)
) WITHOUT ROWID;

-- An entry as a format has it, by a hash of all that it was made from.
CREATE TABLE fragment (id INTEGER PRIMARY KEY, key BLOB NOT NULL, format TEXT NOT NULL, data BLOB NOT NULL);
CREATE UNIQUE INDEX fragment_key ON fragment (key, format);
"""
