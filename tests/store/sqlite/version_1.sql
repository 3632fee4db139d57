-- A store as version 1 of the layout held it: two runs on two days, one of them near midnight in London.
PRAGMA application_id = 1735552368;
PRAGMA user_version = 1;
CREATE TABLE store (id TEXT NOT NULL, revision INTEGER NOT NULL, fictional INTEGER);
CREATE TABLE source (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, about TEXT NOT NULL, claims INTEGER NOT NULL,
  last_run INTEGER NOT NULL REFERENCES run
);
CREATE TABLE run (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source, action TEXT NOT NULL, recorded_at TEXT NOT NULL,
  revision INTEGER, edition TEXT, partial INTEGER NOT NULL, tables TEXT NOT NULL, added INTEGER NOT NULL,
  changed INTEGER NOT NULL, retracted INTEGER NOT NULL, unchanged INTEGER NOT NULL, skipped INTEGER NOT NULL
);
CREATE TABLE claim (
  kind TEXT NOT NULL, key TEXT NOT NULL, source INTEGER NOT NULL REFERENCES source, slot INTEGER NOT NULL,
  since INTEGER NOT NULL REFERENCES run, until INTEGER REFERENCES run, seen INTEGER NOT NULL REFERENCES run,
  evidence INTEGER NOT NULL, observed_at TEXT, source_url TEXT, source_title TEXT, note TEXT, body TEXT NOT NULL,
  PRIMARY KEY (kind, key, source, slot, since)
) WITHOUT ROWID;
CREATE TABLE fact (
  kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID;
CREATE TABLE cache (id INTEGER PRIMARY KEY, name TEXT NOT NULL, part TEXT NOT NULL, content BLOB NOT NULL);
INSERT INTO store VALUES ('6a1f0c5be9a94d6c8f7b3e2d1c0b9a87', 2, 0);
INSERT INTO source VALUES (1, 'survey', '{"title":"Survey","format":"evidence_tables","fictional":false}', 1, 2);
INSERT INTO run VALUES (1, 1, 'import', '2026-07-01T23:30:00Z', 1, NULL, 0, '["organisations"]', 1, 0, 0, 0, 0);
INSERT INTO run VALUES (2, 1, 'import', '2026-08-05T10:00:00Z', 2, NULL, 0, '["organisations"]', 0, 1, 0, 0, 0);
INSERT INTO claim VALUES
  ('organisation', 'RXX', 1, 0, 1, 2, 1, 1, NULL, NULL, NULL, NULL, '{"code":"RXX","name":"Ash"}'),
  ('organisation', 'RXX', 1, 0, 2, NULL, 2, 1, NULL, NULL, NULL, NULL, '{"code":"RXX","name":"Beech"}');
INSERT INTO fact VALUES
  ('organisation', 'RXX', '{"code":"RXX","name":"Beech","periods":[],"evidence":1,"sources":["survey"]}');
