// What describes one relation; $1 is its oid. All of it is catalog, which every role may read.

/** Columns in order, with the type as SQL spells it. */
export const COLUMNS = `
select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as nullable, pg_get_expr(d.adbin, d.adrelid) as default
from pg_catalog.pg_attribute a left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped order by a.attnum`

const columnNames = (relation: string, keys: string) => `(select json_agg(a.attname order by k.position)
  from unnest(${keys}) with ordinality k(number, position) join pg_catalog.pg_attribute a on a.attrelid = ${relation} and a.attnum = k.number)`

export const PRIMARY_KEY = `
select ${columnNames('c.conrelid', 'c.conkey')} as columns from pg_catalog.pg_constraint c where c.conrelid = $1 and c.contype = 'p'`

// A key that references a partitioned table has one more for each of its partitions. Triggers do the checks, and may be switched off.
export const FOREIGN_KEYS = `
select c.conname as name, ${columnNames('c.conrelid', 'c.conkey')} as columns, n.nspname || '.' || r.relname as references,
  ${columnNames('c.confrelid', 'c.confkey')} as referenced, c.convalidated as validated,
  to_jsonb(c) ->> 'conenforced' is distinct from 'false' and not exists (
    with recursive parts(oid) as (select c.oid union select k.oid from pg_catalog.pg_constraint k join parts on k.conparentid = parts.oid)
    select from pg_catalog.pg_trigger t join parts on t.tgconstraint = parts.oid where t.tgenabled not in ('O', 'A')) as enforced
from pg_catalog.pg_constraint c join pg_catalog.pg_class r on r.oid = c.confrelid join pg_catalog.pg_namespace n on n.oid = r.relnamespace
where c.conrelid = $1 and c.contype = 'f'
  and not exists (select from pg_catalog.pg_constraint k where k.oid = c.conparentid and k.conrelid = c.conrelid) order by 1`

export const TRIGGERS = `
select t.tgname as name, n.nspname || '.' || p.proname as function, t.tgenabled in ('O', 'A') as enabled
from pg_catalog.pg_trigger t join pg_catalog.pg_proc p on p.oid = t.tgfoid join pg_catalog.pg_namespace n on n.oid = p.pronamespace
where t.tgrelid = $1 and not t.tgisinternal order by 1`

// A partitioned index is used and stored in its partitions only.
export const INDEXES = `
select i.relname as name, m.amname as method, pg_get_indexdef(x.indexrelid) as definition,
  (select json_agg(coalesce(a.attname, pg_get_indexdef(x.indexrelid, k, true)) order by k) from generate_series(1, x.indnkeyatts) k
    left join pg_catalog.pg_attribute a on a.attrelid = x.indrelid and a.attnum = x.indkey[k - 1] and a.attnum <> 0) as columns,
  x.indisunique as unique, x.indisprimary as primary, pg_get_expr(x.indpred, x.indrelid) as predicate, x.indisvalid as valid, x.indisready as ready,
  (select coalesce(sum(s.idx_scan), 0)::int8 from pg_catalog.pg_stat_all_indexes s
    where s.indexrelid = x.indexrelid or s.indexrelid in (select t.relid from pg_partition_tree(x.indexrelid) t)) as scans,
  (select coalesce(sum(pg_relation_size(t.relid)), 0)::int8 from pg_partition_tree(x.indexrelid) t)
    + case when i.relkind = 'i' and not i.relispartition then pg_relation_size(x.indexrelid) else 0 end as bytes
from pg_catalog.pg_index x join pg_catalog.pg_class i on i.oid = x.indexrelid join pg_catalog.pg_am m on m.oid = i.relam where x.indrelid = $1 order by 1`

export const SIZE = `
select pg_get_userbyid(c.relowner) as owner, case when c.relkind = 'p' then (select coalesce(sum(o.seq_scan), 0)::int8 from pg_catalog.pg_stat_all_tables o
    where o.relid in (select t.relid from pg_partition_tree(c.oid) t)) else s.seq_scan end as scans, greatest(s.last_analyze, s.last_autoanalyze) as analyzed,
  case when c.relkind = 'p' then (select coalesce(sum(pg_total_relation_size(t.relid)), 0)::int8 from pg_partition_tree(c.oid) t)
    else coalesce(pg_total_relation_size(c.oid), 0) end as bytes
from pg_catalog.pg_class c left join pg_catalog.pg_stat_all_tables s on s.relid = c.oid where c.oid = $1`
