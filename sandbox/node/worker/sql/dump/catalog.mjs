/*
 * What was made in a database, as the statements that make it again. Each query yields statements,
 * in their order; names are whole since nothing is on the search path.
 */
const OURS = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;
const made = (oid) =>
  `${OURS} AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = ${oid} AND e.deptype = 'e')`;

const SCHEMAS = `SELECT format('CREATE SCHEMA IF NOT EXISTS %I', n.nspname) AS made
  FROM pg_namespace n WHERE ${made('n.oid')} ORDER BY n.oid`;

const ENUMS = `SELECT format('CREATE TYPE %I.%I AS ENUM (%s)', n.nspname, t.typname,
    string_agg(quote_literal(v.enumlabel), ', ' ORDER BY v.enumsortorder)) AS made
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_enum v ON v.enumtypid = t.oid
  WHERE ${made('t.oid')} GROUP BY n.nspname, t.typname, t.oid ORDER BY t.oid`;

const FUNCTIONS = `SELECT pg_get_functiondef(p.oid) AS made
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE p.prokind IN ('f', 'p') AND ${made('p.oid')} ORDER BY p.oid`;

/** An identity's sequence is made with its column. */
const SEQUENCES = `SELECT format('CREATE SEQUENCE %I.%I AS %s START %s INCREMENT %s MINVALUE %s
    MAXVALUE %s CACHE %s %s', n.nspname, c.relname, format_type(s.seqtypid, NULL), s.seqstart,
    s.seqincrement, s.seqmin, s.seqmax, s.seqcache, CASE WHEN s.seqcycle THEN 'CYCLE' END) AS made
  FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${made('c.oid')}
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'i') ORDER BY c.oid`;

const COLUMN = `format('%I %s %s %s', a.attname, format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attgenerated <> '' THEN
        format('GENERATED ALWAYS AS (%s) %s', pg_get_expr(d.adbin, d.adrelid),
          CASE a.attgenerated WHEN 's' THEN 'STORED' ELSE 'VIRTUAL' END)
      WHEN a.attidentity <> '' THEN format('GENERATED %s AS IDENTITY (SEQUENCE NAME %s)',
          CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END,
          pg_get_serial_sequence(c.oid::regclass::text, a.attname))
      WHEN d.adbin IS NOT NULL THEN format('DEFAULT %s', pg_get_expr(d.adbin, d.adrelid)) END,
    CASE WHEN a.attnotnull THEN 'NOT NULL' END)`;

const TABLES = `SELECT format('CREATE TABLE %s (%s)', c.oid::regclass,
    string_agg(${COLUMN}, ', ' ORDER BY a.attnum) FILTER (WHERE a.attnum IS NOT NULL)) AS made
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND ${made('c.oid')} GROUP BY c.oid ORDER BY c.oid`;

const OWNED = `SELECT format('ALTER SEQUENCE %s OWNED BY %s.%I', s.oid::regclass, c.oid::regclass,
    a.attname) AS made
  FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
  JOIN pg_class c ON c.oid = d.refobjid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
  WHERE d.deptype = 'a' AND ${made('c.oid')} ORDER BY s.oid`;

/** Foreign keys last: they need the keys of others. */
const CONSTRAINTS = `SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.oid::regclass, k.conname,
    pg_get_constraintdef(k.oid)) AS made
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE k.contype IN ('p', 'u', 'c', 'x', 'f') AND c.relkind = 'r' AND ${made('c.oid')}
  ORDER BY k.contype = 'f', k.oid`;

const INDEXES = `SELECT pg_get_indexdef(i.indexrelid) AS made
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
    AND c.relkind = 'r' AND ${made('c.oid')} ORDER BY i.indexrelid`;

const VIEWS = `SELECT format('CREATE %s %s AS %s', CASE c.relkind WHEN 'm' THEN 'MATERIALIZED VIEW'
    ELSE 'VIEW' END, c.oid::regclass, pg_get_viewdef(c.oid)) AS made
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('v', 'm') AND ${made('c.oid')} ORDER BY c.oid`;

const TRIGGERS = `SELECT pg_get_triggerdef(t.oid) AS made
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT t.tgisinternal AND ${made('c.oid')} ORDER BY t.oid`;

/** What must be there before the rows. */
export const BEFORE_ROWS = [SCHEMAS, ENUMS, FUNCTIONS, SEQUENCES, TABLES];

/** What is made or checked once they are there. */
export const AFTER_ROWS = [OWNED, CONSTRAINTS, INDEXES, VIEWS, TRIGGERS];

/** Where sequences stand. */
export const POSITIONS = `SELECT format('SELECT setval(%L, %s, %L)', c.oid::regclass,
    coalesce(q.last_value, q.start_value), q.last_value IS NOT NULL) AS made
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_sequences q ON q.schemaname = n.nspname AND q.sequencename = c.relname
  WHERE c.relkind = 'S' AND ${made('c.oid')} ORDER BY c.oid`;

/** The tables, and those of their columns that are not computed. */
export const COLUMNS = `SELECT c.oid::regclass::text AS "table",
    string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
    AND NOT a.attisdropped AND a.attgenerated = ''
  WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND ${made('c.oid')} GROUP BY c.oid ORDER BY c.oid`;

/** The schemas, to be dropped. */
export const DROPS = `SELECT format('DROP SCHEMA %I CASCADE', n.nspname) AS made
  FROM pg_namespace n WHERE ${made('n.oid')}`;
