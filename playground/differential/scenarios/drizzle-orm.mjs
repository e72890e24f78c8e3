import {
  and,
  asc,
  count,
  desc,
  eq,
  exists,
  gt,
  ilike,
  inArray,
  isNull,
  not,
  or,
  relations,
  sql,
} from "drizzle-orm";
import {
  alias,
  boolean,
  integer,
  jsonb,
  pgEnum,
  PgDialect,
  pgTable,
  QueryBuilder,
  serial,
  text,
  timestamp,
  union,
} from "drizzle-orm/pg-core";
import * as sqlite from "drizzle-orm/sqlite-core";

const role = pgEnum("role", ["admin", "user"]);
const users = pgTable("users", {
  id: serial("id").primaryKey(),
  name: text("name").notNull(),
  role: role("role").default("user"),
  active: boolean("active"),
  data: jsonb("data").default({ a: 1 }),
  made: timestamp("made", { mode: "date" }).defaultNow(),
});
const posts = pgTable("posts", {
  id: serial("id").primaryKey(),
  author: integer("author").references(() => users.id),
  title: text("title"),
});
export const userRelations = relations(users, ({ many }) => ({ posts: many(posts) }));

const qb = new QueryBuilder();
const parent = alias(users, "parent");
const recent = qb.$with("recent").as(qb.select().from(posts).where(gt(posts.id, 10)));
const queries = [
  qb
    .select()
    .from(users)
    .where(and(eq(users.name, "it's"), or(isNull(users.active), not(inArray(users.id, [1, 2])))))
    .orderBy(desc(users.id), asc(users.name))
    .limit(5)
    .offset(2),
  qb
    .select({ name: users.name, total: count(posts.id) })
    .from(users)
    .leftJoin(posts, eq(posts.author, users.id))
    .groupBy(users.name)
    .having(({ total }) => gt(total, 1)),
  qb
    .selectDistinct({ n: sql`lower(${users.name})`.as("n") })
    .from(users)
    .innerJoin(parent, eq(parent.id, users.id)),
  qb
    .with(recent)
    .select()
    .from(recent)
    .where(exists(qb.select().from(users).where(ilike(users.name, "a%")))),
  union(qb.select({ id: users.id }).from(users), qb.select({ id: posts.id }).from(posts)),
];
for (const query of queries) console.log(query.toSQL());
console.log(
  new PgDialect().sqlToQuery(
    sql`select ${sql.identifier("a")} from ${users} where ${users.role} = ${"admin"} and ${sql.join([sql`1`, sql.raw("2")], sql`, `)}`,
  ),
);

const notes = sqlite.sqliteTable(
  "notes",
  {
    id: sqlite.integer("id").primaryKey({ autoIncrement: true }),
    body: sqlite.text("body", { enum: ["a", "b"] }),
    flag: sqlite.integer("flag", { mode: "boolean" }),
    at: sqlite.integer("at", { mode: "timestamp" }),
  },
  (t) => [sqlite.uniqueIndex("body_index").on(t.body)],
);
const lite = new sqlite.QueryBuilder();
console.log(
  lite
    .select({ id: notes.id, at: notes.at })
    .from(notes)
    .where(and(eq(notes.flag, true), eq(notes.at, new Date(5000))))
    .toSQL(),
);
const { columns, indexes, name } = sqlite.getTableConfig(notes);
console.log(
  name,
  columns.map((c) => [
    c.name,
    c.getSQLType(),
    c.mapToDriverValue(c.name === "at" ? new Date(9000) : 1),
  ]),
  indexes.map((i) => i.config.name),
);
