"""The best Cypher found for "who can send X to whom" on the graph of `graph`. The forms tried: bench/results/README.md.

What makes it quick is what makes the snapshot's method quick: states that lead to the same exits are one *cause*, exits that
the same causes lead to are one *effect*, organisations with the same causes are one row and those with the same effects one
column; so what is compared pair by pair is a few hundred classes. Subqueries hand on lists of their results, since a list
carried along beside grouped rows would be hashed for each of them.
"""

COUNT = """
MATCH (s:State {exchange: $exchange}) WHERE EXISTS { (s)<-[:ENTERS]-() }
CALL (s) {
  MATCH (s)-[:PASSES*0..]->(t) WHERE EXISTS { (t)-[:LEAVES]->() }
  WITH DISTINCT t ORDER BY t.number
  RETURN collect(t) AS ends
}
WITH ends, collect(s) AS starts
WITH collect({ends: ends, starts: starts}) AS causes
CALL (causes) {
  UNWIND range(0, size(causes) - 1) AS cause
  UNWIND causes[cause].starts AS s
  MATCH (s)<-[:ENTERS]-(sender)
  WITH sender, collect(DISTINCT cause) AS held
  WITH held, collect(sender) AS members
  RETURN collect({held: held, members: members, many: size(members)}) AS rows
}
CALL (causes) {
  UNWIND range(0, size(causes) - 1) AS cause
  UNWIND causes[cause].ends AS t
  WITH t, collect(cause) AS leading
  WITH leading, collect(t) AS ends
  RETURN collect({leading: leading, ends: ends}) AS effects
}
CALL (effects) {
  UNWIND range(0, size(effects) - 1) AS effect
  UNWIND effects[effect].ends AS t
  MATCH (t)-[:LEAVES]->(receiver)
  WITH receiver, collect(DISTINCT effect) AS held
  WITH held, collect(receiver) AS members
  WITH members, reduce(all = [], effect IN held | all + effects[effect].leading) AS leading
  RETURN collect({leading: leading, members: members, many: size(members)}) AS columns
}
CALL (rows, columns) {
  UNWIND range(0, size(columns) - 1) AS column
  UNWIND columns[column].leading AS cause
  WITH cause, collect(DISTINCT column) AS met
  WITH collect([cause, met]) AS taken
  UNWIND rows AS row
  CALL (row, taken, columns) {
    UNWIND taken AS one
    WITH one WHERE one[0] IN row.held
    UNWIND one[1] AS column
    WITH DISTINCT column
    RETURN sum(columns[column].many) AS reached
  }
  RETURN sum(row.many * reached) AS joined
}
CALL (rows, columns) {
  CALL (rows) {
    UNWIND range(0, size(rows) - 1) AS row
    UNWIND rows[row].members AS sender
    RETURN sender, row, NULL AS receiver
    UNION ALL
    MATCH (sender)-[:DIRECT {exchange: $exchange}]->(receiver)
    RETURN sender, NULL AS row, receiver
  }
  WITH sender, max(row) AS row, collect(receiver) AS direct
  CALL (sender, row, direct) {
    WITH sender, row WHERE row IS NOT NULL
    RETURN sender AS receiver, -1 AS sign
    UNION ALL
    UNWIND direct AS receiver
    RETURN receiver, 1 AS sign
  }
  WITH receiver, collect([row, sign]) AS asked
  WITH collect({receiver: receiver, asked: asked}) AS targets
  CALL (targets, columns) {
    UNWIND targets AS target
    RETURN target.receiver AS receiver, target.asked AS asked, NULL AS column
    UNION ALL
    UNWIND range(0, size(columns) - 1) AS column
    UNWIND columns[column].members AS receiver
    RETURN receiver, NULL AS asked, column
  }
  WITH receiver, max(column) AS column, head(collect(asked)) AS asked
  UNWIND asked AS one
  WITH one[1] AS sign,
       one[0] IS NOT NULL AND column IS NOT NULL
       AND any(cause IN rows[one[0]].held WHERE cause IN columns[column].leading) AS met
  RETURN sum(CASE WHEN met AND sign < 0 THEN -1 WHEN NOT met AND sign > 0 THEN 1 ELSE 0 END) AS apart
}
RETURN joined + apart AS count
"""
"""Pairs of one exchange type. `apart` takes off organisations that reach themselves, and adds pairs joined directly only."""

PAIRS = """
MATCH (sender)-[:ENTERS]->(s:State {exchange: $exchange})
WITH s, collect(sender) AS senders
CALL (s) {
  MATCH (s)-[:PASSES*0..]->(t) WITH DISTINCT t
  MATCH (t)-[:LEAVES]->(receiver)
  RETURN collect(DISTINCT receiver) AS receivers
}
UNWIND senders AS sender
UNWIND receivers AS receiver
RETURN DISTINCT sender.row AS sender, receiver.row AS receiver
UNION
MATCH (sender)-[:DIRECT {exchange: $exchange}]->(receiver)
RETURN DISTINCT sender.row AS sender, receiver.row AS receiver
"""
"""The pairs themselves, those of organisations with themselves among them: a plain search, for maps of a few hundred."""
