"""A store of triples in SQLite: three covering indexes, so that every pattern is one range."""

import sqlite3
from collections.abc import Iterable, Iterator
from threading import RLock

Triple = tuple[str, str, str]

_SCHEMA = """
create table if not exists triple (s text not null, p text not null, o text not null, primary key (s, p, o)) without rowid;
create index if not exists by_p on triple (p, o, s);
create index if not exists by_o on triple (o, s, p);
"""


class TripleStore:
    """Subject, predicate and object are texts; safe for several threads."""

    def __init__(self, path: str = ":memory:"):
        self._lock = RLock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.executescript(("" if path == ":memory:" else "pragma journal_mode = wal; pragma synchronous = normal;") + _SCHEMA)

    def __len__(self) -> int:
        with self._lock:
            return self._db.execute("select count(*) from triple").fetchone()[0]

    def add(self, triples: Iterable[Triple]) -> int:
        """Adds all or none; returns how many were new."""
        return self._change("insert or ignore into triple values (?, ?, ?)", triples)

    def remove(self, triples: Iterable[Triple]) -> int:
        """Removes all or none; returns how many there were."""
        return self._change("delete from triple where s = ? and p = ? and o = ?", triples)

    def match(self, s: str | None = None, p: str | None = None, o: str | None = None, limit: int | None = None) -> list[Triple]:
        """The triples of a pattern in the order of their texts; None stands for anything."""
        given = [(name, value) for name, value in (("s", s), ("p", p), ("o", o)) if value is not None]
        where = " and ".join(f"{name} = ?" for name, _ in given) or "true"
        with self._lock:
            return self._db.execute(f"select s, p, o from triple where {where} order by s, p, o limit ?", [*(v for _, v in given), -1 if limit is None else limit]).fetchall()

    def neighbours(self, node: str) -> Iterator[tuple[Triple, str]]:
        """The triples at a node, each with the node at its other end."""
        for triple in self.match(s=node):
            yield triple, triple[2]
        for triple in self.match(o=node):
            yield triple, triple[0]

    def _change(self, statement: str, triples: Iterable[Triple]) -> int:
        with self._lock:
            before = self._db.total_changes
            self._db.execute("begin immediate")
            try:
                self._db.executemany(statement, triples)
            except BaseException:
                self._db.execute("rollback")
                raise
            self._db.execute("commit")
            return self._db.total_changes - before
